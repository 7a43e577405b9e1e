#include <gmock/gmock.h>

#include "core/json.hpp"
#include "domain/accounts.hpp"
#include "domain/post_text.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Accounts : public test::World {
  protected:
    NewMember wanted(std::string_view username, std::string_view email) {
        NewMember member;
        member.username = username;
        member.email = email;
        member.password_hash = "hash";
        member.private_key = "private";
        member.public_key = "public";
        return member;
    }
    RemoteAccount remote(std::string_view username) {
        RemoteAccount account;
        account.uri = "https://south.example/users/1";
        account.username = username;
        account.domain = "south.example";
        account.inbox = "https://south.example/users/1/inbox";
        account.key_id = "https://south.example/users/1#main-key";
        account.public_key = "first key";
        return account;
    }
};
COLLEGIUM_ON_BOTH_ENGINES(Accounts);

// security.md ORI-15: names below one's own cost nothing.
TEST_P(Accounts, one_owner_of_a_domain_introduces_only_so_many_people_a_day) {
    config_.limits.new_people_per_domain = 3;
    const auto introduce = [this](const std::string& host, const std::string& name) {
        auto person = remote(name);
        person.uri = "https://" + host + "/users/" + name;
        person.domain = host;
        return run(import_account, person, KeyTrust::from_origin);
    };
    for (const auto* host : {"a.evil.example", "b.evil.example", "evil.example"}) EXPECT_TRUE(introduce(host, "eve"));
    EXPECT_EQ(introduce("d.evil.example", "eve").error().code(), Errc::too_many_requests);
    EXPECT_EQ(introduce("evil.example", "adam").error().code(), Errc::too_many_requests);
    EXPECT_TRUE(introduce("a.evil.example", "eve")) << "who is known may change";
    EXPECT_TRUE(introduce("south.example", "lin")) << "others are not concerned";
    advance(std::chrono::hours(24));
    EXPECT_TRUE(introduce("d.evil.example", "eve"));
    repo::purge_new_actor_counts(db_, now_);
    EXPECT_EQ(db_.number("SELECT COUNT(*) FROM new_actor_count"), 1);
}

TEST_P(Accounts, new_member_has_uris_key_and_login) {
    auto asked = wanted("maya", "Maya@North.Example");
    asked.role = model::Role::admin;
    asked.display_name = "Maya Okafor";
    const auto account = must(create_member, asked);

    const auto base = "https://north.example/ap/users/" + account.id.text();
    EXPECT_EQ(account.uri, base);
    EXPECT_EQ(account.url, "https://north.example/@maya");
    EXPECT_EQ(account.inbox, base + "/inbox");
    EXPECT_EQ(account.shared_inbox, "https://north.example/ap/inbox");
    EXPECT_EQ(account.key_id, base + "#main-key");
    EXPECT_EQ(repo::find_private_key(db_, account.id), "private");
    const auto found = again(account);
    EXPECT_EQ(found.display_name, "Maya Okafor");
    EXPECT_TRUE(found.local());
    EXPECT_EQ(found.public_key, "public");
    const auto member = repo::find_member_by_email(db_, "maya@north.example");
    ASSERT_TRUE(member);
    EXPECT_EQ(member->role, model::Role::admin);
    EXPECT_EQ(member->default_language, "en");
}

TEST_P(Accounts, username_outside_the_rules_is_refused) {
    for (const char* name : {"", "Maya", "ma ya", "mäya", "ma-ya", "a@b", ".maya", "maya.", "ma..ya", "admin", "api",
                             "abcdefghijklmnopqrstuvwxyz12345"}) {
        const auto error = failure(create_member, wanted(name, "maya@north.example"));
        EXPECT_EQ(error.code(), Errc::unprocessable) << name;
        EXPECT_THAT(error.message(), HasSubstr("Validation failed: Username")) << name;
    }
    EXPECT_TRUE(check_username("a"));
    EXPECT_TRUE(check_username("m.okafor_2"));
    EXPECT_TRUE(check_username("abcdefghijklmnopqrstuvwxyz1234"));
}

TEST_P(Accounts, email_outside_the_rules_is_refused) {
    for (const char* email : {"", "maya", "@north.example", "maya@", "ma ya@north.example", "a@b@c", "maya@.example",
                              "maya@example.", "maya\r\nBcc: x@north.example"})
        EXPECT_EQ(failure(create_member, wanted("maya", email)).code(), Errc::unprocessable) << email;
}

TEST_P(Accounts, taken_name_or_email_is_refused_and_leaves_nothing) {
    must(create_member, wanted("maya", "maya@north.example"));
    EXPECT_THAT(failure(create_member, wanted("maya", "other@north.example")).message(),
                HasSubstr("Username has already been taken"));
    EXPECT_THAT(failure(create_member, wanted("daniel", "MAYA@north.example")).message(),
                HasSubstr("E-mail address has already been taken"));
    EXPECT_FALSE(repo::find_account_by_handle(db_, "daniel", ""));
}

TEST_P(Accounts, password_must_have_ten_to_256_bytes) {
    EXPECT_FALSE(check_password("123456789"));
    EXPECT_TRUE(check_password("1234567890"));
    EXPECT_TRUE(check_password(std::string(256, 'x')));
    EXPECT_FALSE(check_password(std::string(257, 'x')));
}

TEST_P(Accounts, profile_change_keeps_source_renders_html_and_tells) {
    const auto maya = member("maya");
    ProfileChange change;
    change.display_name = " Maya\u0007 Okafor ";
    change.note = "Physics & <b>labs</b> https://example.org/a";
    change.fields = std::vector<ProfileField>{{"Site", "https://example.org/me"}, {"", ""}, {"Room", "2 < 3"}};
    change.locked = true;
    change.bot = true;
    change.discoverable = false;
    change.indexable = true;
    change.default_visibility = model::Visibility::followers;
    change.default_sensitive = true;
    change.default_language = "de";
    must(update_profile, maya.id, change);

    const auto found = again(maya);
    EXPECT_EQ(found.display_name, "Maya Okafor");
    EXPECT_EQ(found.note_source, "Physics & <b>labs</b> https://example.org/a");
    EXPECT_THAT(found.note, HasSubstr("Physics &amp; &lt;b&gt;labs&lt;/b&gt; <a href=\"https://example.org/a\""));
    EXPECT_TRUE(found.locked);
    EXPECT_EQ(found.kind, model::ActorKind::service);
    EXPECT_FALSE(found.discoverable);
    EXPECT_TRUE(found.indexable);
    const auto fields = json::parse(found.fields).value();
    ASSERT_EQ(fields.items().size(), 2u);
    EXPECT_EQ(fields.items()[0]["source"].string(), "https://example.org/me");
    EXPECT_THAT(fields.items()[0]["value"].string(), testing::StartsWith("<a href=\"https://example.org/me\""));
    EXPECT_EQ(fields.items()[1]["value"].string(), "2 &lt; 3");
    const auto login = repo::find_member(db_, maya.id);
    EXPECT_EQ(login->default_visibility, model::Visibility::followers);
    EXPECT_TRUE(login->default_sensitive);
    EXPECT_EQ(login->default_language, "de");
    EXPECT_THAT(kinds(pump()), ElementsAre(model::EventKind::account_updated));
}

TEST_P(Accounts, profile_over_the_limits_is_refused) {
    const auto maya = member("maya");
    ProfileChange change;
    change.display_name = std::string(51, 'x');
    EXPECT_EQ(failure(update_profile, maya.id, change).code(), Errc::unprocessable);
    change = {};
    change.note = std::string(1001, 'x');
    EXPECT_EQ(failure(update_profile, maya.id, change).code(), Errc::unprocessable);
    change = {};
    change.fields = std::vector<ProfileField>(7, {"a", "b"});
    EXPECT_EQ(failure(update_profile, maya.id, change).code(), Errc::unprocessable);
    change.fields = std::vector<ProfileField>{{"a", std::string(256, 'x')}};
    EXPECT_EQ(failure(update_profile, maya.id, change).code(), Errc::unprocessable);
    EXPECT_TRUE(pump().empty());
}

TEST_P(Accounts, biography_with_a_mention_notifies_nobody) {
    const auto maya = member("maya");
    const auto daniel = member("daniel");
    ProfileChange change;
    change.note = "With @daniel at #physics";
    must(update_profile, maya.id, change);
    EXPECT_THAT(again(maya).note, HasSubstr(daniel.url));
    pump();
    EXPECT_TRUE(notices(daniel).empty());
}

TEST_P(Accounts, instance_actor_is_made_once) {
    EXPECT_FALSE(repo::find_account_by_uri(db_, "https://north.example/actor"));
    auto here = context();
    const auto first = ensure_instance_actor(here, "private", "public").value();
    const auto second = ensure_instance_actor(here, "other", "other").value();
    EXPECT_EQ(first.id, second.id);
    EXPECT_EQ(second.public_key, "public");
    EXPECT_EQ(first.uri, "https://north.example/actor");
    EXPECT_EQ(first.kind, model::ActorKind::application);
    EXPECT_EQ(first.username, "north.example");
}

TEST_P(Accounts, database_of_another_address_is_not_ours) {
    auto here = context();
    EXPECT_TRUE(check_origin(here)) << "a new one is anybody's";
    ensure_instance_actor(here, "private", "public").value();
    EXPECT_TRUE(check_origin(here));
    auto other = config_;
    other.instance.domain = "south.example";
    domain::Context there{here.db, other, here.ids, here.media, here.now};
    const auto refused = check_origin(there);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), HasSubstr("made for https://north.example/,"));
}

TEST_P(Accounts, import_refreshes_all_but_the_key_unless_from_origin) {
    const auto first = must(import_account, remote("lin"), KeyTrust::from_origin);
    auto changed = remote("lin");
    changed.display_name = "Dr. Lin";
    changed.public_key = "second key";
    must(import_account, changed, KeyTrust::keep_known);
    EXPECT_EQ(again(first).display_name, "Dr. Lin");
    EXPECT_EQ(again(first).public_key, "first key");
    must(import_account, changed, KeyTrust::from_origin);
    EXPECT_EQ(again(first).public_key, "second key");
}

TEST_P(Accounts, import_of_a_renamed_actor_keeps_its_id) {
    const auto first = must(import_account, remote("lin"), KeyTrust::from_origin);
    const auto renamed = must(import_account, remote("lin.s"), KeyTrust::from_origin);
    EXPECT_EQ(renamed.id, first.id);
    EXPECT_EQ(again(first).username, "lin.s");
}

TEST_P(Accounts, import_of_a_reused_handle_moves_the_former_owner_aside) {
    const auto former = must(import_account, remote("lin"), KeyTrust::from_origin);
    auto next = remote("lin");
    next.uri = "https://south.example/users/2";
    next.key_id = next.uri + "#main-key";
    const auto owner = must(import_account, next, KeyTrust::from_origin);
    EXPECT_NE(owner.id, former.id);
    EXPECT_EQ(repo::find_account_by_handle(db_, "lin", "south.example")->id, owner.id);
    EXPECT_EQ(again(former).uri, former.uri);
}

TEST_P(Accounts, import_of_one_of_ours_is_refused) {
    const auto maya = member("maya");
    auto forged = remote("maya");
    forged.uri = maya.uri;
    EXPECT_EQ(failure(import_account, forged, KeyTrust::from_origin).code(), Errc::forbidden);
    auto local = remote("maya");
    local.domain.clear();
    EXPECT_EQ(failure(import_account, local, KeyTrust::from_origin).code(), Errc::forbidden);
}

TEST_P(Accounts, deleted_remote_account_stays_deleted) {
    const auto lin = must(import_account, remote("lin"), KeyTrust::from_origin);
    must(delete_remote_account, lin.id);
    EXPECT_FALSE(again(lin).usable());
    EXPECT_EQ(failure(import_account, remote("lin"), KeyTrust::from_origin).code(), Errc::gone);
    EXPECT_THAT(kinds(pump()), ElementsAre(model::EventKind::account_deleted));
    EXPECT_EQ(failure(delete_remote_account, member("maya").id).code(), Errc::not_found);
}

TEST_P(Accounts, deleted_remote_account_follows_and_is_followed_no_more) {
    const auto maya = member("maya");
    const auto lin = stranger("lin");
    follows(maya, lin);
    follows(lin, maya);
    const auto seen = must(import_post, World::remote(lin, "1"), Arrival::delivered).value();
    pump();
    ASSERT_THAT(home(maya), ElementsAre(seen.id));
    must(delete_remote_account, lin.id);
    EXPECT_EQ(again(maya).followers_count, 0);
    EXPECT_EQ(again(maya).following_count, 0);
    EXPECT_TRUE(home(maya).empty());
    EXPECT_EQ(failure(require_visible, seen.id, maya.id).code(), Errc::not_found);
}

TEST_P(Accounts, lookup_takes_handles_and_addresses) {
    const auto maya = member("maya");
    const auto lin = stranger("lin");
    auto here = context();
    for (const auto& name : {std::string("maya"), std::string("@Maya"), std::string("maya@north.example"),
                             std::string("@maya@NORTH.example"), maya.uri, maya.url}) {
        const auto found = lookup(here, name);
        ASSERT_TRUE(found) << name;
        EXPECT_EQ(found->id, maya.id) << name;
    }
    for (const auto& name : {std::string("lin@south.example"), std::string("@lin@south.example"), lin.uri}) {
        const auto found = lookup(here, name);
        ASSERT_TRUE(found) << name;
        EXPECT_EQ(found->id, lin.id) << name;
    }
    for (const char* name : {"", "@", "lin", "maya@south.example", "https://north.example/@nobody", "https://", "@@"})
        EXPECT_FALSE(lookup(here, name)) << name;
}

}  // namespace
}  // namespace collegium::domain
