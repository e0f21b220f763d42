"""What administrators do about people."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_register")]


@pytest.fixture
def admin(signed_in, sure):
    """An administrator's browser, who has just given the password again."""
    return sure(signed_in("administrator"))


def test_everybody_is_listed_with_their_roles_in_words(admin, person):
    person("officer", "ZAA", name="Ada Brook")
    page = admin.get("/people/").content.decode()
    assert "Ada Brook" in page
    assert "Council officer, Elmshire" in page


@pytest.mark.parametrize("query", ["ada", "brook@", "officer", "elmshire", "ADA"])
def test_people_are_found_by_name_address_role_or_council(admin, person, query):
    person("officer", "ZAA", name="Ada Brook", email="brook@x.invalid")
    person("clerk", name="Bo Carr", email="carr@x.invalid")
    page = admin.get("/people/", {"q": query}).content.decode()
    assert "Ada Brook" in page
    assert "Bo Carr" not in page


def test_people_are_found_by_the_state_of_their_account(admin, person):
    person("clerk", name="Bo Carr", is_active=False)
    assert "Bo Carr" in admin.get("/people/", {"state": "deactivated"}).content.decode()
    assert "Bo Carr" not in admin.get("/people/", {"state": "active"}).content.decode()
    assert "Nobody found" in admin.get("/people/", {"state": "invited"}).content.decode()


def test_the_list_has_pages(admin, person):
    for n in range(55):
        person("clerk", name=f"Clerk {n:03}")
    assert "Clerk 054" not in admin.get("/people/").content.decode()
    assert "Clerk 054" in admin.get("/people/?page=2").content.decode()


def test_a_role_is_given_after_being_asked_and_stands_with_who_gave_it(admin, person):
    who = person("clerk", name="Ada Brook")
    ask = admin.post(f"/people/{who.pk}/roles/", {"role": "officer", "place": "ZAB"})
    assert "Give Ada Brook the role Council officer, Oakham Vale?" in ask.content.decode().replace("&#39;", "'")
    assert who.grants.count() == 1
    admin.post(f"/people/{who.pk}/roles/", {"role": "officer", "place": "ZAB", "confirm": "yes"})
    grant = who.grants.get(role="officer")
    assert (grant.place, grant.given_by, grant.ended) == ("ZAB", admin.person, None)


def test_giving_a_role_twice_gives_it_once(admin, person):
    who = person("clerk")
    admin.post(f"/people/{who.pk}/roles/", {"role": "clerk", "confirm": "yes"})
    assert who.grants.count() == 1


@pytest.mark.parametrize(
    ("form", "why"),
    [({}, "Choose a role"), ({"role": "officer"}, "Choose the council"), ({"role": "king"}, "not one of the available"),
     ({"role": "officer", "place": "ZZZ"}, "not one of the available")],
)  # fmt: skip
def test_a_role_that_makes_no_sense_is_refused(admin, person, form, why):
    who = person("clerk")
    answer = admin.post(f"/people/{who.pk}/roles/", {**form, "confirm": "yes"})
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert who.grants.count() == 1


def test_a_role_without_a_place_is_given_without_one(admin, person):
    who = person("officer", "ZAA")
    admin.post(f"/people/{who.pk}/roles/", {"role": "clerk", "place": "ZAB", "confirm": "yes"})
    assert who.grants.get(role="clerk").place == ""


def test_an_ended_role_stays_in_the_history_and_gives_no_right(admin, person):
    from wholeplace.web.accounts.models import User

    who = person("officer", "ZAA", name="Ada Brook")
    grant = who.grants.get()
    assert "End Ada Brook" in admin.get(f"/people/{who.pk}/roles/{grant.pk}/end/").content.decode().replace("’", "'")
    admin.post(f"/people/{who.pk}/roles/{grant.pk}/end/")
    grant.refresh_from_db()
    assert grant.ended
    assert grant.ended_by == admin.person
    assert User.objects.get(pk=who.pk).rights == frozenset()
    assert "Roles that have ended" in admin.get(f"/people/{who.pk}/").content.decode()


def test_an_ended_role_can_be_given_again(admin, person):
    who = person("officer", "ZAA")
    admin.post(f"/people/{who.pk}/roles/{who.grants.get().pk}/end/")
    admin.post(f"/people/{who.pk}/roles/", {"role": "officer", "place": "ZAA", "confirm": "yes"})
    assert who.grants.count() == 2
    assert who.grants.now().count() == 1


def test_a_role_of_somebody_else_is_not_ended_by_a_made_up_address(admin, person):
    one, other = person("clerk"), person("adviser")
    assert admin.post(f"/people/{one.pk}/roles/{other.grants.get().pk}/end/").status_code == 404
    assert other.grants.get().ended is None


def test_rights_that_end_end_at_the_next_page(admin, signed_in):
    client = signed_in("administrator")
    assert client.get("/people/").status_code == 200
    admin.post(f"/people/{client.person.pk}/roles/{client.person.grants.get().pk}/end/")
    assert client.get("/people/").status_code == 403


@pytest.mark.parametrize("how", ["end", "deactivate"])
def test_the_last_administrator_stays(admin, person, how):
    invited = person("administrator")  # one who has not come yet does not count
    invited.joined = None
    invited.save()
    person("administrator", is_active=False)  # nor does one who can't sign in
    me = admin.person
    path = f"/people/{me.pk}/roles/{me.grants.get().pk}/end/" if how == "end" else f"/people/{me.pk}/deactivate/"
    page = admin.post(path, follow=True).content.decode()
    assert "There must be an administrator" in page
    me.refresh_from_db()
    assert me.is_active
    assert me.grants.get().ended is None


def test_of_two_administrators_who_end_each_other_at_once_one_stays(admin, person, monkeypatch):
    from django.utils import timezone

    from wholeplace.web.accounts import people
    from wholeplace.web.accounts.models import Grant, UserQuerySet

    other, me = person("administrator"), admin.person

    def waits(asked, **_):
        """PostgreSQL hands out rows as they were before the wait for the lock; the other's role ended then."""
        asked._fetch_all()
        Grant.objects.filter(user=other).update(ended=timezone.now())
        return asked

    monkeypatch.setattr(UserQuerySet, "select_for_update", waits)
    with pytest.raises(people.PeopleError, match="must be an administrator"):
        people.end(None, me.grants.get())


def test_an_administrator_can_go_when_there_is_another(admin, person):
    person("administrator")
    me = admin.person
    admin.post(f"/people/{me.pk}/roles/{me.grants.get().pk}/end/")
    assert me.grants.get().ended


def test_deactivating_signs_out_everywhere_at_once(admin, person, sign_in):
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session
    from django.test import Client

    who = person("clerk", email="ada@x.invalid")
    there = Client()
    sign_in(there, "ada@x.invalid")
    key = there.session.session_key
    assert "signed out everywhere" in admin.get(f"/people/{who.pk}/deactivate/").content.decode()
    admin.post(f"/people/{who.pk}/deactivate/")
    assert not Session.objects.filter(pk=key).exists()
    assert not UserSession.objects.filter(user=who).exists()
    assert there.get("/account/").status_code == 302


def test_a_reactivated_person_has_their_roles_again(admin, person, sign_in, client):
    who = person("clerk", email="ada@x.invalid")
    admin.post(f"/people/{who.pk}/deactivate/")
    admin.post(f"/people/{who.pk}/reactivate/")
    sign_in(client, "ada@x.invalid")
    assert "Clerk" in client.get("/account/").content.decode()


def test_a_lost_telephone_is_forgotten_and_its_owner_told(admin, person, app_of, letters):
    from wholeplace.web.accounts import people

    who = person("clerk", email="ada@x.invalid")
    app_of(who)
    assert "Reset the second step" in admin.get(f"/people/{who.pk}/").content.decode()
    admin.post(f"/people/{who.pk}/reset-second-step/")
    assert not people.has_second_step(who)
    assert letters()[-1].to == ["ada@x.invalid"]
    assert "reset the second step" in letters()[-1].body


def test_a_lock_out_can_be_ended(admin, person, sign_in, client):
    who = person("clerk", email="ada@x.invalid")
    for _ in range(5):
        sign_in(client, "ada@x.invalid", "wrong")
    assert "End a lock-out" in admin.get(f"/people/{who.pk}/").content.decode()
    admin.post(f"/people/{who.pk}/unlock/")
    assert sign_in(client, "ada@x.invalid").status_code == 302


def test_only_what_suits_a_person_is_done(admin, person):
    who = person("clerk", name="Ada Brook")
    page = admin.post(f"/people/{who.pk}/reactivate/", follow=True).content.decode()
    assert "done for Ada Brook now" in page
    assert admin.post(f"/people/{who.pk}/explode/").status_code == 404
    assert admin.get("/people/99999/").status_code == 404


def test_only_administrators_change_an_address_and_both_addresses_get_a_letter(admin, person, letters, sign_in, client):
    from allauth.account.models import EmailAddress

    who = person("clerk", email="ada@x.invalid")
    admin.post(f"/people/{who.pk}/details/", {"name": "Ada Brook", "email": "Ada.Brook@X.invalid"})
    who.refresh_from_db()
    assert who.email == "ada.brook@x.invalid"
    assert sorted(letter.to[0] for letter in letters()) == ["ada.brook@x.invalid", "ada@x.invalid"]
    assert list(EmailAddress.objects.filter(user=who).values_list("email", "verified", "primary")) == [
        ("ada.brook@x.invalid", True, True)
    ]
    assert sign_in(client, "ada@x.invalid").status_code == 200
    assert sign_in(client, "ada.brook@x.invalid").status_code == 302


def test_an_address_is_one_persons(admin, person):
    person("clerk", email="bo@x.invalid")
    who = person("clerk", email="ada@x.invalid")
    answer = admin.post(f"/people/{who.pk}/details/", {"name": "Ada", "email": "BO@x.invalid"})
    assert answer.status_code == 400
    assert "Somebody else has this email address" in answer.content.decode()


def test_what_matters_asks_for_the_password_again(signed_in, person):
    who = person("clerk")
    client = signed_in("administrator")
    for path, form in (
        ("/people/invite/", {"name": "A", "email": "a@b.invalid", "roles": ["clerk"]}),
        (f"/people/{who.pk}/deactivate/", {}),
        (f"/people/{who.pk}/details/", {"name": "A", "email": "a@b.invalid"}),
        (f"/people/{who.pk}/roles/", {"role": "administrator", "confirm": "yes"}),
        (f"/people/{who.pk}/roles/{who.grants.get().pk}/end/", {}),
    ):
        answer = client.post(path, form)
        assert answer.status_code == 302
        assert answer.url.startswith("/account/reauthenticate/"), path
    who.refresh_from_db()
    assert who.is_active
    assert who.grants.now().get().role == "clerk"


def test_what_was_begun_is_done_after_the_password_was_given_again(signed_in, person):
    who = person("clerk")
    client = signed_in("administrator")
    asked = client.post(f"/people/{who.pk}/deactivate/")
    client.post(asked.url, {"password": "a long enough password for tests"})
    who.refresh_from_db()
    assert not who.is_active


def test_my_account_tells_my_roles_in_words(signed_in):
    page = signed_in("officer", "ZAB").get("/account/").content.decode()
    assert "Council officer, Oakham Vale" in page
    assert "Replies to the figures of their own council." in page


def test_someone_without_a_role_is_told_what_that_means(signed_in):
    assert "You have no role" in signed_in().get("/account/").content.decode()


def test_people_see_themselves_and_administrators_everybody(person):
    from django.contrib.auth.models import AnonymousUser

    from wholeplace.web.accounts.models import Grant, Invitation, User

    clerk, admin = person("clerk"), person("administrator")
    for model in (User, Grant):
        assert model.objects.visible_to(AnonymousUser()).count() == 0
        assert model.objects.visible_to(clerk).count() == 1
        assert model.objects.visible_to(admin).count() == 2
        assert model.objects.editable_by(clerk).count() == 0
        assert model.objects.editable_by(admin).count() == 2
    assert Invitation.objects.visible_to(clerk).count() == 0


def test_a_deactivated_administrator_may_nothing(person):
    from wholeplace.web.accounts.models import User

    gone = person("administrator", is_active=False)
    assert User.objects.editable_by(gone).count() == 0


def test_the_database_itself_refuses_a_role_without_its_place(person):
    from django.db import IntegrityError, transaction

    from wholeplace.web.accounts.models import Grant

    who = person()
    for role, place in (("officer", ""), ("clerk", "ZAA")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(user=who, role=role, place=place)
