#include "repo_fixture.hpp"

#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"
#include "storage/sql/migrate.hpp"

namespace collegium::repo::test {

RepoTest::RepoTest() : connection_(database_.connect()), db_(*connection_) {
    auto ran = sql::migrate(db_);
    if (!ran) throw std::runtime_error(ran.error().message() + " " + ran.error().detail());
}

model::Account RepoTest::account(const std::string& username, const std::string& domain) {
    model::Account row;
    row.id = AccountId{next_id_++};
    row.username = username;
    row.domain = domain;
    const std::string origin = "https://" + (domain.empty() ? "learn.example.org" : domain);
    row.uri = origin + "/users/" + username;
    row.url = origin + "/@" + username;
    row.display_name = username;
    row.inbox = row.uri + "/inbox";
    if (!domain.empty()) row.shared_inbox = origin + "/inbox";
    row.key_id = row.uri + "#main-key";
    row.created_at = noon;
    row.updated_at = noon;
    EXPECT_TRUE(insert_account(db_, row));
    return row;
}

model::Post RepoTest::new_post(const model::Account& author) {
    model::Post row;
    row.id = PostId{next_id_++};
    row.uri = author.uri + "/posts/" + row.id.text();
    row.url = author.url + "/" + row.id.text();
    row.account_id = author.id;
    row.local = author.local();
    row.content = "<p>" + row.id.text() + "</p>";
    row.thread_id = row.id.value;
    row.created_at = noon;
    return row;
}

void RepoTest::insert(const model::Post& row) {
    EXPECT_TRUE(insert_post(db_, row));
}

model::Post RepoTest::post(const model::Account& author) {
    return post(author, [](model::Post&) {});
}

model::Post RepoTest::reply(const model::Account& author, const model::Post& parent) {
    return post(author, [&parent](model::Post& row) {
        row.in_reply_to_id = parent.id;
        row.in_reply_to_account_id = parent.account_id;
        row.in_reply_to_uri = parent.uri;
        row.thread_id = parent.thread_id;
    });
}

model::Post RepoTest::reblog(const model::Account& author, const model::Post& original) {
    return post(author, [&original](model::Post& row) { row.reblog_of_id = original.id; });
}

void RepoTest::follow(const model::Account& who, const model::Account& whom) {
    model::Follow row;
    row.account_id = who.id;
    row.target_id = whom.id;
    row.uri = who.uri + "/follows/" + whom.id.text();
    row.accepted = true;
    row.created_at = noon;
    put_follow(db_, row);
}

std::int64_t RepoTest::count(const std::string& table_and_condition) {
    return db_.number("SELECT COUNT(*) FROM " + table_and_condition).value_or(-1);
}

model::Page page_of(int limit) {
    model::Page page;
    page.limit = limit;
    return page;
}

model::Page older_than(std::int64_t max_id, int limit) {
    auto page = page_of(limit);
    page.max_id = max_id;
    return page;
}

model::Page since(std::int64_t since_id, int limit) {
    auto page = page_of(limit);
    page.since_id = since_id;
    return page;
}

model::Page after(std::int64_t min_id, int limit) {
    auto page = page_of(limit);
    page.min_id = min_id;
    return page;
}

}  // namespace collegium::repo::test
