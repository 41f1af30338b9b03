from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    default = True
    name = "office"
    verbose_name = _("The office")

    def ready(self):
        from office import checks, due, start_page  # noqa: F401  (registers the checks)
        from office.backoffice.own_pages import pages as own_pages
        from office.datasets import last, readers
        from office.demo import parts
        from office.notices import kinds as news
        from office.outbox import kinds as mails
        from office.outbox import secrets
        from office.papers.kinds import kinds
        from office.search import index, own  # noqa: F401  (lets the sources be found)

        # Permissions exist only after migrate, and only once the last app has made its own.
        post_migrate.connect(after_migrate, dispatch_uid="office.after_migrate")
        due.jobs.add("sessions", due.clear_sessions)
        start_page.lines.add("translations", "office.backoffice.desk.lines")
        due.jobs.add("kept files", "office.uploads.sweep")
        due.jobs.add("uses of links", "office.links.forget_uses")
        due.jobs.add("codes", "office.codes.forget")
        due.jobs.add("search", index.nightly)
        due.jobs.add("imports", "office.exchange.waiting.forget")
        due.jobs.add("duties", "office.duties.refresh")
        due.jobs.add("reminders", "office.reminders.remind")
        due.jobs.add("old news", "office.notices.forget")
        # After all that tells people something; the outbox sends it in the next run.
        due.jobs.add("daily news", "office.notices.mail_daily", last=True)
        news.add("duty_begins", "office.reminders.BEGINS")
        news.add("duty_overdue", "office.reminders.OVERDUE")
        news.add("duty_escalated", "office.reminders.ESCALATED")
        mails.add("notice", "office.notice_mails.ONE")
        mails.add("digest", "office.notice_mails.DAILY")
        start_page.lines.add("imports", "office.exchange.waiting.unfinished")
        start_page.lines.add("mails", "office.backoffice.outbox.lines")
        readers.add("office.csv", "office.readers.load_office")
        readers.add("office_texts.csv", "office.readers.load_office_texts")
        last.add("citations.csv", "office.readers.load_citations")
        start_page.lines.add("contacts", "office.backoffice.contacts.without_email")
        start_page.lines.add("sources", "office.backoffice.sources.lines_without_source")
        kinds.add("report", "office.papers.report_kind.REPORT")
        due.jobs.add("paper templates", "office.papers.stored.sweep")
        parts.add("accounts", "office.demo.load_accounts")
        parts.add("privacy notices", "office.demo.load_privacy_notices")
        secrets.add("private_link", "office.outbox.private_link")
        secrets.add("code", "office.codes.secret")
        mails.add("code", "office.code_mail.CODE")
        # Last: it speaks to a mail server, for which nothing else should wait.
        due.jobs.add("mail", "office.sending.send_due", last=True)
        own_pages.add("news", "office.backoffice.news.NEWS")
        own_pages.add("own_settings", "office.backoffice.news.OWN_SETTINGS")
        own_pages.add("radar", "office.backoffice.radar.PAGE")
        hand_in_privacy()


def hand_in_privacy():
    """From when the time of personal data runs, and what becomes of them."""
    from office import due
    from office.backoffice.own_pages import pages as own_pages
    from office.datasets import common
    from office.erasure.clocks import clocks

    own_pages.add("privacy_register", "office.backoffice.privacy_pages.REGISTER_PAGE")
    own_pages.add("erasures", "office.backoffice.privacy_pages.ERASURES_PAGE")
    own_pages.add("export_log", "office.backoffice.privacy_pages.EXPORTS_PAGE")
    own_pages.add("personal_data", "office.backoffice.personal_data.PAGE")
    common.add("retention periods", "office.erasure.readers.load_retention")
    clocks.add("mails", "office.erasure.clocks.SENT")
    clocks.add("done", "office.erasure.clocks.DONE")
    clocks.add("links", "office.erasure.clocks.LINK_OVER")
    clocks.add("accounts", "office.erasure.clocks.ACCOUNT_CLOSED")
    from office.erasure.nightly import followers
    from office.erasure.people import copies

    followers.add("accounts", "office.erasure.accounts.sign_in_rows")
    copies.add("sessions", "office.erasure.copies.sessions")
    copies.add("kept files", "office.erasure.copies.put_aside")
    due.jobs.add("privacy", "office.erasure.nightly.nightly")


class OfficeAdminConfig(admin.AdminConfig):
    default = False
    default_site = "office.backoffice.site.BackOffice"


def after_migrate(app_config, using, plan=None, **kwargs):
    """Apply the table of roles and make the table of the cache, after the last app's turn."""
    from django.apps import apps
    from django.core.management import call_command

    from office import roles

    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if app_config.label != last.label:
        return
    call_command("createcachetable", verbosity=0)
    roles.apply()
