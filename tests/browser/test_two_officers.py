"""Two officers have the same city open, and both save."""

from playwright.sync_api import expect

from tests.browser.steps import save, sign_in


def test_the_second_to_save_sees_both_versions_and_chooses(new_context, kyoto, people):
    change = f"/admin/directory/city/{kyoto.pk}/change/"
    first, second = new_context().new_page(), new_context().new_page()
    sign_in(first, people["officer"], change)
    sign_in(second, people["head"], change)

    first.locator("[name=population]").fill("1400000")
    first.locator("[name=own_name]").fill("京都")
    first.locator("[name=time_zone]").fill("Asia/Seoul")
    save(first)
    expect(first.locator(".messagelist .success")).to_be_visible()

    second.locator("[name=population]").fill("1500000")
    second.locator("[name=website]").fill("https://kyoto.example.org/")
    save(second)
    dispute = second.locator(".difference", has_text="Population")
    expect(second.locator(".differences")).to_contain_text(people["officer"].name)
    expect(dispute).to_contain_text("1500000")
    expect(dispute).to_contain_text("1400000")
    expect(dispute.locator(":checked")).to_have_count(0)
    # What only one of them changed is proposed as that one has it.
    own_name = second.locator(".difference", has_text="Name in its own script")
    expect(own_name.locator("[value=theirs]")).to_be_checked()
    website = second.locator(".difference", has_text="Website")
    expect(website.locator("[value=mine]")).to_be_checked()
    expect(second.locator("[name=website]")).to_have_value("https://kyoto.example.org/")

    dispute.locator("[value=theirs]").check()
    save(second)
    expect(second.locator(".messagelist .success")).to_be_visible()

    kyoto.refresh_from_db()
    assert (kyoto.population, kyoto.own_name, kyoto.time_zone, kyoto.website) == (
        1_400_000,
        "京都",
        "Asia/Seoul",
        "https://kyoto.example.org/",
    )
