#include "repo_fixture.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"
#include "storage/repo/notifications.hpp"

namespace collegium::repo::test {
namespace {

using model::NotificationKind;

class Members : public RepoTest {
  protected:
    model::OauthApp app(std::int64_t id) {
        model::OauthApp row;
        row.id = AppId{id};
        row.client_id = "client" + std::to_string(id);
        row.name = "App";
        row.redirect_uris = "urn:ietf:wg:oauth:2.0:oob";
        row.scopes = "read write";
        row.created_at = noon;
        insert_app(db_, row);
        return row;
    }
    bool notify(const model::Account& whom, NotificationKind kind, const model::Account& from, PostId post = {}) {
        return insert_notification(db_, {{}, whom.id, kind, from.id, post, noon});
    }
};
COLLEGIUM_ON_BOTH_ENGINES(Members);

TEST_P(Members, email_is_one_whatever_its_case) {
    model::Member member;
    member.account_id = account("amina").id;
    member.email = "Amina@Example.org";
    member.password_hash = "$argon2id$";
    member.role = model::Role::admin;
    member.created_at = noon;
    EXPECT_TRUE(insert_member(db_, member));
    EXPECT_EQ(find_member_by_email(db_, "AMINA@example.ORG")->account_id, member.account_id);
    auto other = member;
    other.account_id = account("other").id;
    other.email = "amina@EXAMPLE.org";
    EXPECT_FALSE(insert_member(db_, other));
    member.last_sign_in_at = noon;
    member.disabled_at = noon;
    member.default_visibility = model::Visibility::followers;
    update_member(db_, member);
    const auto found = find_member(db_, member.account_id);
    EXPECT_EQ(found->last_sign_in_at, noon);
    EXPECT_EQ(found->default_visibility, model::Visibility::followers);
    EXPECT_EQ(found->role, model::Role::admin);
    EXPECT_FALSE(find_member(db_, other.account_id));
}

TEST_P(Members, sessions_end_and_are_trimmed) {
    const auto owner = account("owner");
    for (int i = 0; i < 4; ++i) {
        model::Session session;
        session.token_hash = "hash" + std::to_string(i);
        session.account_id = owner.id;
        session.csrf_token = "csrf";
        session.created_at = noon + std::chrono::seconds(i);
        session.expires_at = i == 3 ? noon + std::chrono::seconds(10) : noon + std::chrono::hours(1);
        insert_session(db_, session);
    }
    EXPECT_TRUE(find_session(db_, "hash3", noon));
    EXPECT_FALSE(find_session(db_, "hash3", noon + std::chrono::seconds(10)));
    trim_sessions(db_, owner.id, 2, noon + std::chrono::minutes(1));
    EXPECT_FALSE(find_session(db_, "hash0", noon));
    EXPECT_TRUE(find_session(db_, "hash1", noon));
    EXPECT_TRUE(find_session(db_, "hash2", noon));
    EXPECT_EQ(count("session"), 2);
    delete_session(db_, "hash1");
    EXPECT_EQ(count("session"), 1);
    delete_sessions_of(db_, owner.id);
    EXPECT_EQ(count("session"), 0);
}

TEST_P(Members, code_works_once_and_not_too_late) {
    const auto owner = account("owner");
    const auto one = app(1);
    model::OauthCode code;
    code.code_hash = "c1";
    code.app_id = one.id;
    code.account_id = owner.id;
    code.scopes = "read";
    code.expires_at = noon + std::chrono::minutes(10);
    insert_code(db_, code);
    EXPECT_EQ(take_code(db_, "c1", noon)->scopes, "read");
    EXPECT_FALSE(take_code(db_, "c1", noon));
    code.code_hash = "c2";
    insert_code(db_, code);
    EXPECT_FALSE(take_code(db_, "c2", noon + std::chrono::minutes(10)));
    EXPECT_EQ(count("oauth_code"), 0);
}

TEST_P(Members, token_lives_until_its_app_revokes_it) {
    const auto one = app(1);
    const auto two = app(2);
    model::OauthToken token;
    token.token_hash = "t1";
    token.app_id = one.id;
    token.scopes = "read";
    token.created_at = noon;
    insert_token(db_, token);
    EXPECT_FALSE(find_token(db_, "t1")->account_id);
    revoke_token(db_, "t1", two.id, noon);
    EXPECT_TRUE(find_token(db_, "t1"));
    EXPECT_FALSE(was_revoked(db_, "t1"));
    revoke_token(db_, "t1", one.id, noon);
    EXPECT_FALSE(find_token(db_, "t1"));
    EXPECT_TRUE(was_revoked(db_, "t1"));
    EXPECT_FALSE(was_revoked(db_, "t2"));
    EXPECT_EQ(find_app_by_client_id(db_, "client2")->id, two.id);
    EXPECT_EQ(find_apps(db_, {one.id, two.id, AppId{9}}).size(), 2u);
}

TEST_P(Members, private_key_is_kept_apart) {
    const auto owner = account("owner");
    EXPECT_FALSE(find_private_key(db_, owner.id));
    insert_private_key(db_, owner.id, "pem");
    EXPECT_EQ(find_private_key(db_, owner.id), "pem");
}

TEST_P(Members, notification_comes_once_per_cause) {
    const auto me = account("me");
    const auto fan = account("fan");
    const auto row = post(me);
    EXPECT_TRUE(notify(me, NotificationKind::favourite, fan, row.id));
    EXPECT_FALSE(notify(me, NotificationKind::favourite, fan, row.id));
    EXPECT_TRUE(notify(me, NotificationKind::reblog, fan, row.id));
    EXPECT_TRUE(notify(me, NotificationKind::follow, fan));
    EXPECT_FALSE(notify(me, NotificationKind::follow, fan));
    EXPECT_TRUE(notify(me, NotificationKind::mentorship, fan));
    EXPECT_TRUE(notify(me, NotificationKind::mentorship, fan));  // each step is told
    EXPECT_EQ(count("notification"), 5);
}

TEST_P(Members, notifications_page_by_kind_and_person) {
    const auto me = account("me");
    const auto fan = account("fan");
    const auto other = account("other");
    notify(me, NotificationKind::follow, fan);
    notify(me, NotificationKind::follow, other);
    notify(me, NotificationKind::favourite, fan, post(me).id);
    notify(fan, NotificationKind::follow, me);
    const auto all = notifications_page(db_, me.id, {}, page_of(10));
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].kind, NotificationKind::favourite);
    EXPECT_EQ(all[2].from_account_id, fan.id);
    NotificationFilter filter;
    filter.kinds = {NotificationKind::follow, NotificationKind::mention};
    EXPECT_EQ(notifications_page(db_, me.id, filter, page_of(10)).size(), 2u);
    filter.from = other.id;
    EXPECT_EQ(notifications_page(db_, me.id, filter, page_of(10)).size(), 1u);
    EXPECT_EQ(notifications_page(db_, me.id, {}, after(all[2].id.value, 1)).at(0).id, all[1].id);
    EXPECT_EQ(count_notifications_after(db_, me.id, all[2].id, 10), 2);
    EXPECT_EQ(count_notifications_after(db_, me.id, NotificationId{}, 1), 1);
    EXPECT_FALSE(find_notification(db_, fan.id, all[0].id));
    EXPECT_FALSE(delete_notification(db_, fan.id, all[0].id));
    EXPECT_TRUE(delete_notification(db_, me.id, all[0].id));
    delete_notifications_of(db_, me.id, other.id, NotificationKind::follow);
    EXPECT_EQ(notifications_page(db_, me.id, {}, page_of(10)).size(), 1u);
    clear_notifications(db_, me.id);
    EXPECT_EQ(count("notification"), 1);
}

}  // namespace
}  // namespace collegium::repo::test
