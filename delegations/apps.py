from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Visits")

    def ready(self):
        hand_in_data()
        hand_in_public_pages()
        hand_in_work()
        hand_in_pages()
        hand_in_desk()
        hand_in_registers()
        hand_in_missions()
        hand_in_privacy()
        hand_in_precedence()
        hand_in_after()


def hand_in_data():
    """What is read from data sets, imported, searched for and shown by others."""
    from agenda.facets import facets, owners_of_parties
    from agenda.findings import contract as findings
    from office.datasets import citable, common, readers
    from office.demo import parts

    common.add("levels of visits", "delegations.readers.load_levels")
    common.add("criteria of visits", "delegations.readers.load_criteria")
    citable.add("visit-level", "delegations.models.Level")
    citable.add("visit-criterion", "delegations.models.Criterion")
    readers.add("public_visits.csv", "delegations.readers.load_public_visits")
    readers.add("level_rooms.csv", "delegations.readers.load_rooms")
    citable.add("public-visit", "delegations.models.PublicVisit")
    parts.add("visits", "delegations.demo.load")
    findings.kinds.add("outside visit", "delegations.findings.outside_visit")
    findings.kinds.add("guests not there", "delegations.findings.not_there")
    findings.kinds.add("interpreter missing", "delegations.findings.part_open")
    findings.kinds.add("part declined", "delegations.findings.part_declined")
    facets.add("programme item", "delegations.programme.facet")
    owners_of_parties.add("visit", "delegations.programme.visit_of")


def hand_in_public_pages():
    """What citizens read of the delegations received, and where anybody asks for a visit."""
    from directory import timeline
    from directory.document_pages import records_of_city
    from office import navigation, sitemaps
    from office.search.pages import Page, pages
    from partnerships import yearly

    navigation.entries.add("delegations:received", _("Delegations received"))
    navigation.entries.add("delegations:request", _("Request a visit"))
    listed = pgettext_lazy("search words", "visits guests received who came")
    asks = pgettext_lazy("search words", "delegation reception mayor embassy consulate form apply")
    lost = pgettext_lazy("search words", "link mail reference number status")
    pages.add("received", Page(_("Delegations received"), "delegations:received", listed))
    pages.add("request a visit", Page(_("Request a visit"), "delegations:request", asks))
    pages.add("lost address", Page(_("Lost address of a request"), "delegations:lost_link", lost))
    sitemaps.sections.add("delegations-pages", "delegations.sitemaps.DelegationsPages")
    sitemaps.sections.add("delegations", "delegations.sitemaps.News")
    timeline.strands.add("visits", "delegations.strands.received")
    records_of_city.add("visits", "delegations.received.of_city")
    yearly.parts.add("visits", "delegations.yearly.sections")


def hand_in_work():
    """Mails, private links, and what waits for somebody."""
    from delegations import letters, programme_mails
    from office import due, links, notices

    letters.hand_in()
    programme_mails.hand_in()
    due.jobs.add("unfinished requests", "delegations.drafts.sweep")
    due.jobs.add("visits", "delegations.actions.begin")
    links.purposes.add("visit", "delegations.links.visit_page")
    links.purposes.add("visit-draft", "delegations.drafts.unfinished")
    links.purposes.add("programme", "delegations.programme_links.programme_page")
    notices.kinds.add("programme answer", "delegations.news.answered")
    notices.kinds.add("visit delay", "delegations.news.delayed")
    notices.kinds.add("late guest", "delegations.news.late_member")
    notices.kinds.add("visit request", "delegations.news.request")
    notices.kinds.add("visit message", "delegations.news.message")
    notices.kinds.add("visit members", "delegations.news.members")
    notices.kinds.add("visit travel", "delegations.news.travel")
    notices.kinds.add("visit consent", "delegations.consent.gone")
    notices.kinds.add("visit withdrawal", "delegations.news.withdrawal")
    notices.kinds.add("visit to approve", "delegations.news.to_approve")
    notices.kinds.add("visit approved", "delegations.news.approved")
    notices.kinds.add("visit not approved", "delegations.news.refused")


def hand_in_pages():
    """The page of one visit in the back-office, and what hangs on it; the board of a day."""
    from office.backoffice import frame, own_pages
    from office.backoffice.mail_log import replies

    own_pages.of_one.add("visit", "delegations.backoffice.visit_page.PAGE")
    own_pages.of_one.add("visit_travel", "delegations.backoffice.travel.PAGE")
    own_pages.of_one.add("visit_members", "delegations.backoffice.travel.MEMBERS")
    own_pages.of_one.add("visit_badges", "delegations.backoffice.travel.BADGES")
    own_pages.pages.add("old_page", "delegations.backoffice.old_page.PAGE")
    own_pages.pages.add("day_board", "delegations.backoffice.day_board.PAGE")
    own_pages.of_one.add("programme_parts", "delegations.backoffice.parts.PAGE")
    own_pages.of_one.add("programme_recipients", "delegations.backoffice.recipients.PAGE")
    own_pages.of_one.add("programme_parts_export", "delegations.backoffice.parts.EXPORT")
    own_pages.of_one.add("programme_publish", "delegations.backoffice.publishing.PUBLISH")
    own_pages.of_one.add("programme_print", "delegations.backoffice.publishing.PRINT")
    own_pages.of_one.add("programme", "delegations.backoffice.programme.PAGE")
    own_pages.of_one.add("programme_events", "delegations.backoffice.programme.EVENTS")
    frame.work_pages.add("delegations.visit", "delegations.backoffice.pages.page_of")
    replies.add("delegations.visit", "delegations.backoffice.visit_page.note_reply")


def hand_in_desk():
    """What of visits stands on pages of the back-office that others own."""
    from delegations import search  # noqa: F401  (lets its records be found)
    from directory.backoffice.panels import city_panels
    from office import duties, radar, start_page
    from office.exchange.registry import resources

    duties.kinds.add("visit answer", "delegations.duties.answer_request")
    duties.kinds.add("visit members", "delegations.duties.complete_list")
    duties.kinds.add("visit hosts", "delegations.duties.hosts_answer")
    duties.kinds.add("visit over", "delegations.duties.complete_visit")
    duties.handed_over.add("visits", "delegations.duties.in_charge")
    radar.marks.add("visits", "delegations.coming.marks")
    start_page.lines.add("visits", "delegations.coming.lines")
    start_page.links.add("visits", "delegations.coming.to_begin")
    city_panels.add("visits", "delegations.backoffice.city_panel.visits_of")
    resources.add("visits", "delegations.resources.visits")
    resources.add("received", "delegations.received_table.received")


def hand_in_missions():
    """The journeys of our own people."""
    from agenda.facets import facets
    from delegations import memory
    from directory import timeline
    from directory.backoffice.panels import city_panels
    from office import duties, radar, start_page
    from office.backoffice import frame, own_pages
    from office.exchange.registry import resources
    from partnerships.relations import relation_notes

    facets.add("mission", "delegations.missions.facet")
    own_pages.of_one.add("mission", "delegations.backoffice.mission_page.PAGE")
    frame.work_pages.add("delegations.mission", "delegations.missions.page_of")
    timeline.strands.add("missions", "delegations.missions.travelled")
    radar.marks.add("missions", "delegations.missions.marks")
    start_page.lines.add("missions", "delegations.missions.lines")
    duties.kinds.add("mission report", "delegations.missions.report_due")
    duties.handed_over.add("missions", "delegations.missions.in_charge")
    city_panels.add("missions", "delegations.backoffice.city_panel.missions_to")
    memory.sources.add("visits", "delegations.memory.visits")
    memory.sources.add("published", "delegations.memory.published")
    memory.sources.add("missions", "delegations.memory.missions")
    own_pages.pages.add("ledger", "delegations.backoffice.ledger.PAGE")
    own_pages.pages.add("who_came", "delegations.backoffice.memory.PAGE")
    relation_notes.add("visits", "delegations.ledger.notes")
    resources.add("missions", "delegations.mission_table.missions")


def hand_in_privacy():
    """From when the time of guests' data runs, and what else goes with them."""
    from directory.erasing import contacts, lists_of_needs
    from directory.people import parts_of_person
    from office.erasure import people
    from office.erasure.clocks import clocks
    from office.erasure.nightly import followers

    people.kinds.add("member", "delegations.people.guest")
    people.kinds.add("focal_point", "delegations.people.focal_point")
    for name in ("recipient", "to_inform", "asked", "guardian"):
        people.kinds.add(name, f"delegations.other_people.{name}")
    people.namesakes.add("guests", "delegations.people.shared")
    people.surroundings.add("visits", "delegations.people.near")
    people.copies.add("versions told", "delegations.people.told")
    people.copies.add("pictures", "delegations.people.pictures")
    parts_of_person.add("visits", "delegations.people.of_person")
    clocks.add("departure", "delegations.erasing.DEPARTURE")
    clocks.add("return", "delegations.erasing.RETURN")
    clocks.add("focal points", "delegations.erasing.LAST_CONTACT")
    followers.add("needs in messages", "delegations.erasing.needs_in_messages")
    followers.add("names in the calendar", "delegations.erasing.name_in_calendar")
    lists_of_needs.add("members", "delegations.member_tables.tells_needs")
    contacts.add("focal points", "delegations.erasing.asked")
    contacts.add("guests", "delegations.erasing.came")
    contacts.add("parts", "delegations.erasing.had_a_part")
    contacts.add("missions", "delegations.erasing.travelled")


def hand_in_precedence():
    """Tables of precedence and flags, the order of a visit, who sits where, and their prints."""
    from delegations.backoffice import occasion_parts
    from office.backoffice import own_pages
    from office.datasets import citable, common, readers
    from office.exchange.registry import resources

    resources.add("ranks", "delegations.precedence.resources.ranks")
    occasion_parts.parts.add("precedence", "delegations.backoffice.precedence_papers.part_of")
    own_pages.of_one.add("visit_precedence", "delegations.backoffice.precedence.PAGE")
    own_pages.of_one.add("visit_precedence_paper", "delegations.backoffice.precedence_papers.PAPER")
    own_pages.of_one.add("visit_place_cards", "delegations.backoffice.precedence_papers.CARDS")
    own_pages.of_one.add("visit_door_signs", "delegations.backoffice.precedence_papers.DOORS")
    own_pages.of_one.add("visit_seating", "delegations.backoffice.seating.PAGE")
    own_pages.of_one.add("visit_seating_paper", "delegations.backoffice.seating.PAPER")
    common.add("precedence", "delegations.precedence.readers.load_common")
    citable.add("precedence-table", "delegations.models.PrecedenceTable")
    citable.add("precedence-rank", "delegations.models.PrecedenceRank")
    citable.add("flag-rule", "delegations.models.FlagRule")
    readers.add("precedence_ranks.csv", "delegations.precedence.readers.load_ranks")


def hand_in_registers():
    """Gifts, honours and expenses: their registers, their pages, what they warn of."""
    from delegations.backoffice import occasion_parts
    from delegations.registers import search  # noqa: F401  (lets its records be found)
    from directory import timeline
    from directory.backoffice.panels import city_panels
    from office import duties
    from office.backoffice import own_pages
    from office.datasets import citable, readers
    from office.demo import parts
    from office.exchange.registry import resources
    from office.search.pages import Page, pages

    given = pgettext_lazy("search words", "gift present keys of the city medal award register")
    pages.add("registers", Page(_("Gifts and honours"), "delegations:registers", given))
    readers.add("honour_kinds.csv", "delegations.registers.readers.load_honour_kinds")
    readers.add("honours.csv", "delegations.registers.readers.load_honours")
    readers.add("expense_statement.csv", "delegations.registers.readers.load_statement")
    citable.add("honour-kind", "delegations.models.HonourKind")
    citable.add("honour", "delegations.models.Honour")
    citable.add("expense-statement-form", "delegations.models.StatementSettings")
    parts.add("registers", "delegations.demo_registers.load")
    register_pages = "delegations.backoffice.register_pages"
    own_pages.pages.add("registers", f"{register_pages}.REGISTERS_PAGE")
    own_pages.pages.add("expense_statement", f"{register_pages}.STATEMENT_PAGE")
    own_pages.of_one.add("visit_gifts", f"{register_pages}.VISIT_GIFTS")
    own_pages.of_one.add("mission_gifts", f"{register_pages}.MISSION_GIFTS")
    own_pages.of_one.add("visit_gifts_paper", f"{register_pages}.VISIT_PAPER")
    own_pages.of_one.add("mission_gifts_paper", f"{register_pages}.MISSION_PAPER")
    occasion_parts.parts.add("gifts", "delegations.backoffice.gifts.part_of")
    occasion_parts.parts.add("expenses", "delegations.backoffice.expenses.part_of")
    city_panels.add("gifts and honours", "delegations.registers.of_city.panel_of")
    timeline.strands.add("honours", "delegations.registers.of_city.conferred")
    duties.kinds.add("expense statement", "delegations.registers.duties.draw_up")
    duties.kinds.add("expense statement sent", "delegations.registers.duties.send")
    resources.add("gifts", "delegations.registers.resources.gifts")
    resources.add("gift register", "delegations.registers.resources.gift_lines")
    resources.add("honours", "delegations.registers.resources.honours")
    resources.add("expenses", "delegations.registers.resources.expenses")


def hand_in_after():
    """Letters of the office, check-lists, promises, and who should know of visits."""
    from django.db.models.signals import post_save

    from delegations import (
        outgoing,
        search_after,  # noqa: F401  (lets its records be found)
    )
    from delegations.actions.tasks import follow_days
    from delegations.backoffice.occasion_parts import parts
    from delegations.models import Mission, Visit
    from directory.backoffice.panels import city_panels, contact_panels
    from office import duties, start_page
    from office.backoffice import own_pages
    from office.datasets import common
    from office.papers.kinds import kinds as papers

    outgoing.hand_in()
    papers.add("letter", "delegations.letter_papers.LETTER")
    common.add("check-lists of visits", "delegations.readers.load_check_lists")
    for model in (Visit, Mission):
        post_save.connect(follow_days, sender=model, dispatch_uid=f"tasks-{model.__name__}")
    duties.kinds.add("task", "delegations.after_desk.do_task")
    duties.kinds.add("promise", "delegations.after_desk.keep_promise")
    duties.handed_over.add("tasks", "delegations.after_desk.tasks_in_charge")
    duties.handed_over.add("promises", "delegations.after_desk.promises_in_charge")
    start_page.lines.add("tasks and promises", "delegations.after_desk.lines")
    city_panels.add("promises", "delegations.backoffice.after_parts.of_city")
    contact_panels.add("promises", "delegations.backoffice.after_parts.of_contact")
    for name in ("paperwork", "promises"):
        parts.add(name, f"delegations.backoffice.after_parts.{name}")
    own_pages.pages.add("tasks", "delegations.backoffice.task_pages.PAGE")
    own_pages.of_one.add("visit_tasks", "delegations.backoffice.task_pages.OF_VISIT")
    own_pages.of_one.add("mission_tasks", "delegations.backoffice.task_pages.OF_MISSION")
    own_pages.of_one.add("visit_letters", "delegations.backoffice.letters.OF_VISIT")
    own_pages.of_one.add("mission_letters", "delegations.backoffice.letters.OF_MISSION")
    own_pages.of_one.add("letter_print", "delegations.backoffice.letters.PRINT")
    own_pages.of_one.add("programme_told", "delegations.backoffice.trace.PAGE")
    own_pages.of_one.add("programme_told_export", "delegations.backoffice.trace.EXPORT")
