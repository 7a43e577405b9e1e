#include "support/world/world.hpp"

#include "domain/accounts.hpp"
#include "domain/distribution.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/notifications.hpp"
#include "storage/repo/queues.hpp"
#include "storage/repo/relations.hpp"
#include "support/test_keys.hpp"

namespace collegium::test {

World::World() : db_(WorldDatabase::of(GetParam()).connection()), media_(WorldDatabase::of(GetParam()).media()) {
    config_.instance.domain = "north.example";
    config_.instance.name = "North District";
    db_.run_script("BEGIN");
}

World::~World() {
    db_.run_script("ROLLBACK");
    db_.take_signals();
}

model::Account World::member(std::string_view username) {
    domain::NewMember wanted;
    wanted.username = username;
    wanted.email = std::string(username) + "@north.example";
    wanted.password_hash = "unused";
    wanted.private_key = rsa_key().pem();
    wanted.public_key = rsa_key().public_key().pem();
    return must(domain::create_member, wanted);
}

model::Account World::locked_member(std::string_view username) {
    auto account = member(username);
    account.locked = true;
    repo::update_account(db_, account);
    return account;
}

model::Account World::stranger(std::string_view username, std::string_view host) {
    const std::string base = "https://" + std::string(host);
    domain::RemoteAccount remote;
    remote.username = username;
    remote.domain = host;
    remote.uri = base + "/users/" + std::string(username);
    remote.url = base + "/@" + std::string(username);
    remote.display_name = username;
    remote.inbox = remote.uri + "/inbox";
    remote.shared_inbox = base + "/inbox";
    remote.followers_uri = remote.uri + "/followers";
    remote.key_id = remote.uri + "#main-key";
    remote.public_key = rsa_key().public_key().pem();
    return must(domain::import_account, remote, domain::KeyTrust::from_origin);
}

model::Account World::again(const model::Account& account) {
    return repo::find_account(db_, account.id).value();
}

domain::PostDraft World::draft(const model::Account& author, std::string_view text, Visibility visibility) {
    domain::PostDraft wanted;
    wanted.author = author.id;
    wanted.text = text;
    wanted.visibility = visibility;
    wanted.language = "en";
    return wanted;
}

model::Post World::post(const model::Account& author, std::string_view text, Visibility visibility) {
    return must(domain::create_post, draft(author, text, visibility));
}

model::Post World::reply(const model::Account& author, const model::Post& parent, std::string_view text) {
    auto wanted = draft(author, text, parent.visibility);
    wanted.in_reply_to = parent.id;
    return must(domain::create_post, wanted);
}

domain::RemotePost World::remote(const model::Account& author, std::string_view name) {
    domain::RemotePost said;
    said.uri = author.uri + "/posts/" + std::string(name);
    said.url = author.url + "/" + std::string(name);
    said.author = author.id;
    said.content = "<p>" + std::string(name) + "</p>";
    said.language = "en";
    said.published = now_;
    return said;
}

model::Post World::fetched(const domain::RemotePost& said) {
    return must(domain::import_post, said, domain::Arrival::fetched).value();
}

void World::follows(const model::Account& follower, const model::Account& target) {
    model::Follow follow;
    follow.account_id = follower.id;
    follow.target_id = target.id;
    follow.uri = follower.uri + "/follows/" + target.id.text();
    follow.created_at = now_;
    repo::put_follow(db_, follow);
    repo::accept_follow(db_, follower.id, target.id);
    repo::refresh_follow_counts(db_, follower.id);
    repo::refresh_follow_counts(db_, target.id);
}

std::vector<model::Event> World::pump() {
    auto here = context();
    auto events = repo::take_events(db_, 1000);
    domain::distribute(here, domain::News(here, events));
    return events;
}

std::vector<model::EventKind> World::kinds(const std::vector<model::Event>& events) {
    std::vector<model::EventKind> found;
    for (const auto& event : events) found.push_back(event.kind);
    return found;
}

std::vector<PostId> World::home(const model::Account& viewer) {
    auto here = context();
    std::vector<PostId> ids;
    for (const auto& view : domain::home_timeline(here, viewer.id, model::Page()).posts) ids.push_back(view.post.id);
    return ids;
}

std::vector<Notice> World::notices(const model::Account& owner) {
    std::vector<Notice> found;
    for (const auto& row : repo::notifications_page(db_, owner.id, {}, model::Page()))
        found.push_back({row.kind, row.from_account_id, row.post_id});
    return found;
}

std::int64_t World::count(const std::string& table_and_condition) {
    return db_.number("SELECT COUNT(*) FROM " + table_and_condition).value_or(-1);
}

std::string engine_name(const ::testing::TestParamInfo<sql::Dialect>& info) {
    return info.param == sql::Dialect::sqlite ? "Sqlite" : "Postgres";
}

}  // namespace collegium::test
