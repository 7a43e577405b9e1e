#include "storage/repo/accounts.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

constexpr std::size_t most_words = 12;

const std::string select_account =
    "SELECT a.id, a.username, a.domain, a.kind, a.uri, a.url, a.display_name, a.note, a.note_source, a.fields, "
    "a.avatar_url, a.header_url, a.locked, a.discoverable, a.indexable, a.inbox, a.shared_inbox, a.outbox, "
    "a.followers_uri, a.following_uri, a.featured_uri, a.key_id, a.public_key, a.created_at, a.updated_at, "
    "a.fetched_at, a.suspended_at, a.deleted_at, s.statuses_count, s.followers_count, s.following_count, "
    "s.last_status_at FROM account a LEFT JOIN account_stats s ON s.account_id = a.id ";

model::Account read_account(const sql::Row& row) {
    model::Account account;
    account.id = row.id<AccountId>(0);
    account.username = row.string(1);
    account.domain = row.string(2);
    account.kind = row.as<model::ActorKind>(3);
    account.uri = row.string(4);
    account.url = row.string(5);
    account.display_name = row.string(6);
    account.note = row.string(7);
    account.note_source = row.string(8);
    account.fields = row.string(9);
    account.avatar_url = row.string(10);
    account.header_url = row.string(11);
    account.locked = row.flag(12);
    account.discoverable = row.flag(13);
    account.indexable = row.flag(14);
    account.inbox = row.string(15);
    account.shared_inbox = row.string(16);
    account.outbox = row.string(17);
    account.followers_uri = row.string(18);
    account.following_uri = row.string(19);
    account.featured_uri = row.string(20);
    account.key_id = row.string(21);
    account.public_key = row.string(22);
    account.created_at = row.time(23);
    account.updated_at = row.time(24);
    account.fetched_at = row.optional_time(25);
    account.suspended_at = row.optional_time(26);
    account.deleted_at = row.optional_time(27);
    account.statuses_count = row.integer(28);
    account.followers_count = row.integer(29);
    account.following_count = row.integer(30);
    account.last_status_at = row.optional_time(31);
    return account;
}

// What people are found by: the user name, and each word of the display name.
void put_terms(sql::Connection& db, AccountId id, std::string_view username, std::string_view display_name) {
    const auto name = strings::fold(username);
    const auto display = strings::fold(display_name);
    auto terms = strings::words(display);
    if (terms.size() > most_words) terms.resize(most_words);
    terms.push_back(name);
    for (const auto term : terms)
        db.execute("INSERT INTO account_term (term, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING", {term, id});
}

void refresh_terms(sql::Connection& db, AccountId id) {
    db.execute("DELETE FROM account_term WHERE account_id = ?", {id});
    db.each("SELECT username, display_name FROM account WHERE id = ?", {id},
            [&db, id](const sql::Row& row) { put_terms(db, id, row.text(0), row.text(1)); });
}

std::optional<model::Account> one_account(sql::Connection& db, const std::string& condition,
                                          const sql::Params& params) {
    return db.one(select_account + condition, params, read_account);
}

}  // namespace

std::optional<model::Account> find_account(sql::Connection& db, AccountId id) {
    return one_account(db, "WHERE a.id = ?", {id});
}

std::optional<model::Account> find_account_by_uri(sql::Connection& db, std::string_view uri) {
    return one_account(db, "WHERE a.uri = ?", {uri});
}

sql::Query account_by_uri(std::string_view uri, std::optional<model::Account>& found) {
    static const std::string text = select_account + "WHERE a.uri = ?";
    return {text, {uri}, [&found](const sql::Row& row) { found = read_account(row); }};
}

std::optional<model::Account> find_account_by_url(sql::Connection& db, std::string_view url) {
    return one_account(db, "WHERE a.url = ? AND a.url <> '' ORDER BY a.id DESC LIMIT 1", {url});
}

std::optional<model::Account> find_account_by_key(sql::Connection& db, std::string_view key_id) {
    return one_account(db, "WHERE a.key_id = ? AND a.key_id <> ''", {key_id});
}

std::optional<model::Account> find_account_by_handle(sql::Connection& db, std::string_view username,
                                                     std::string_view domain) {
    return one_account(db, "WHERE a.username_folded = ? AND a.domain = ?", {strings::fold(username), domain});
}

std::optional<model::Account> find_own_account_elsewhere(sql::Connection& db, std::string_view home) {
    const auto under = "substr(a.uri, 1, " + std::to_string(home.size()) + ")";
    return one_account(db, "WHERE a.domain = '' AND " + under + " <> ? LIMIT 1", {home});
}

sql::Query accounts_query(const std::vector<AccountId>& ids, std::vector<model::Account>& found) {
    static const std::string text = select_account + "WHERE a.id {{in_ids}}";
    return sql::collect(found, text, {ids}, read_account);
}

std::vector<model::Account> find_accounts(sql::Connection& db, const std::vector<AccountId>& ids) {
    std::vector<model::Account> found;
    if (!ids.empty()) db.run(accounts_query(ids, found));
    return found;
}

bool insert_account(sql::Connection& db, const model::Account& account) {
    const auto inserted = db.execute(
        "INSERT INTO account (id, username, username_folded, domain, kind, uri, url, display_name, note, note_source, "
        "fields, avatar_url, header_url, locked, discoverable, indexable, inbox, shared_inbox, outbox, followers_uri, "
        "following_uri, featured_uri, key_id, public_key, created_at, updated_at, fetched_at, suspended_at, "
        "deleted_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        {account.id,           account.username,      strings::fold(account.username),
         account.domain,       account.kind,          account.uri,
         account.url,          account.display_name,  account.note,
         account.note_source,  account.fields,        account.avatar_url,
         account.header_url,   account.locked,        account.discoverable,
         account.indexable,    account.inbox,         account.shared_inbox,
         account.outbox,       account.followers_uri, account.following_uri,
         account.featured_uri, account.key_id,        account.public_key,
         account.created_at,   account.updated_at,    account.fetched_at,
         account.suspended_at, account.deleted_at});
    if (inserted == 0) return false;
    db.execute("INSERT INTO account_stats (account_id) VALUES (?) ON CONFLICT DO NOTHING", {account.id});
    put_terms(db, account.id, account.username, account.display_name);
    return true;
}

void update_account(sql::Connection& db, const model::Account& account) {
    const bool renamed =
        db.exists("SELECT 1 FROM account WHERE id = ? AND display_name <> ?", {account.id, account.display_name});
    db.execute(
        "UPDATE account SET kind = ?, url = ?, display_name = ?, note = ?, note_source = ?, fields = ?, avatar_url = "
        "?, "
        "header_url = ?, locked = ?, discoverable = ?, indexable = ?, inbox = ?, shared_inbox = ?, outbox = ?, "
        "followers_uri = ?, following_uri = ?, featured_uri = ?, key_id = ?, public_key = ?, updated_at = ?, "
        "fetched_at = ?, suspended_at = ?, deleted_at = ? WHERE id = ?",
        {account.kind,          account.url,          account.display_name, account.note,       account.note_source,
         account.fields,        account.avatar_url,   account.header_url,   account.locked,     account.discoverable,
         account.indexable,     account.inbox,        account.shared_inbox, account.outbox,     account.followers_uri,
         account.following_uri, account.featured_uri, account.key_id,       account.public_key, account.updated_at,
         account.fetched_at,    account.suspended_at, account.deleted_at,   account.id});
    if (renamed) refresh_terms(db, account.id);
}

bool rename_account(sql::Connection& db, AccountId id, std::string_view username, std::string_view domain) {
    const auto folded = strings::fold(username);
    if (db.exists("SELECT 1 FROM account WHERE username_folded = ? AND domain = ? AND id <> ?", {folded, domain, id}))
        return false;
    db.execute("UPDATE account SET username = ?, username_folded = ?, domain = ? WHERE id = ?",
               {username, folded, domain, id});
    refresh_terms(db, id);
    return true;
}

std::vector<model::Account> search_accounts(sql::Connection& db, std::string_view query, int limit, int offset,
                                            AccountId following_of) {
    query = strings::trim(query);
    if (query.starts_with("@")) query.remove_prefix(1);
    const auto at = query.find('@');
    const auto folded = strings::fold(query.substr(0, at));
    auto words = strings::words(folded);
    if (words.empty() || limit <= 0) return {};
    if (words.size() > most_words) words.resize(most_words);
    std::string condition = "WHERE a.deleted_at IS NULL AND a.suspended_at IS NULL AND a.kind <> ? ";
    sql::Params params = {model::ActorKind::application};
    for (const auto word : words) {
        condition += "AND a.id IN (SELECT t.account_id FROM account_term t WHERE t.term >= ? AND t.term < ?) ";
        params.emplace_back(word);
        params.emplace_back(after_prefix(word));
    }
    if (at != std::string_view::npos) {
        const auto domain = strings::lower(query.substr(at + 1));
        condition += "AND a.domain >= ? AND a.domain < ? ";
        params.emplace_back(domain);
        params.emplace_back(after_prefix(domain));
    }
    if (following_of) {
        condition += "AND a.id IN (SELECT target_id FROM follow WHERE account_id = ? AND accepted = 1) ";
        params.emplace_back(following_of);
    }
    condition +=
        "ORDER BY CASE WHEN a.username_folded = ? THEN 0 ELSE 1 END, CASE WHEN a.domain = '' THEN 0 ELSE 1 END, "
        "s.followers_count DESC, a.id LIMIT ? OFFSET ?";
    params.emplace_back(folded);
    params.emplace_back(limit);
    params.emplace_back(std::max(offset, 0));
    return db.all(select_account + condition, params, read_account);
}

std::vector<model::Account> local_directory(sql::Connection& db, int limit, int offset) {
    return db.all(select_account +
                      "WHERE a.domain = '' AND a.discoverable = 1 AND a.deleted_at IS NULL AND a.suspended_at IS NULL "
                      "AND a.kind <> ? ORDER BY COALESCE(s.last_status_at, 0) DESC, a.id DESC LIMIT ? OFFSET ?",
                  {model::ActorKind::application, std::max(limit, 0), std::max(offset, 0)}, read_account);
}

void insert_private_key(sql::Connection& db, AccountId id, std::string_view pem) {
    db.execute("INSERT INTO account_key (account_id, private_key) VALUES (?, ?)", {id, pem});
}

std::optional<std::string> find_private_key(sql::Connection& db, AccountId id) {
    return db.one("SELECT private_key FROM account_key WHERE account_id = ?", {id},
                  [](const sql::Row& row) { return row.string(0); });
}

}  // namespace collegium::repo
