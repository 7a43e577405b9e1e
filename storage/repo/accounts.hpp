// Accounts, their keys and counters. Free functions over one connection: they run inside the caller's
// transaction, decide nothing, and answer an absent row with nullopt.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/account.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

std::optional<model::Account> find_account(sql::Connection& db, AccountId id);
std::optional<model::Account> find_account_by_uri(sql::Connection& db, std::string_view uri);
// By the address of the profile page; the newest when several claim it.
// The same, to be run together with others.
sql::Query account_by_uri(std::string_view uri, std::optional<model::Account>& found);
std::optional<model::Account> find_account_by_url(sql::Connection& db, std::string_view url);
std::optional<model::Account> find_account_by_key(sql::Connection& db, std::string_view key_id);
// `domain` is "" for our own people; the username in any case.
std::optional<model::Account> find_account_by_handle(sql::Connection& db, std::string_view username,
                                                     std::string_view domain);
// One of our own whose address is not under `home`: the database was made for another instance.
std::optional<model::Account> find_own_account_elsewhere(sql::Connection& db, std::string_view home);
// In no particular order; unknown ids are left out. One query.
std::vector<model::Account> find_accounts(sql::Connection& db, const std::vector<AccountId>& ids);
// The same, to be run together with others.
sql::Query accounts_query(const std::vector<AccountId>& ids, std::vector<model::Account>& found);
// One more whom a registrable domain introduced today; false, and not counted, when there were `most` already.
bool count_new_actor(sql::Connection& db, std::string_view domain, Timestamp now, std::int64_t most);
// Counts of days before.
void purge_new_actor_counts(sql::Connection& db, Timestamp now);
// False when the URI or the handle is taken.
bool insert_account(sql::Connection& db, const model::Account& account);
// Everything but id, username, domain, uri, created_at and counters.
void update_account(sql::Connection& db, const model::Account& account);
// A remote account's handle can change; false when it is taken.
bool rename_account(sql::Connection& db, AccountId id, std::string_view username, std::string_view domain);
// Name and handle by prefix, ours and those followed first. Offset paging.
std::vector<model::Account> search_accounts(sql::Connection& db, std::string_view query, int limit, int offset,
                                            AccountId following_of);
std::vector<model::Account> local_directory(sql::Connection& db, int limit, int offset);

void insert_private_key(sql::Connection& db, AccountId id, std::string_view pem);
std::optional<std::string> find_private_key(sql::Connection& db, AccountId id);

// On the write lane: what is told by or of this account at the same time comes one after the other. Takes the
// row that every new or deleted post of it changes anyway.
void lock_account(sql::Connection& db, AccountId id);
// Recomputes the counters from the rows they count (federation.md 5.5: recomputed, not incremented).
void refresh_follow_counts(sql::Connection& db, AccountId id);
// +1 or -1 post, and when the last was made.
void count_post(sql::Connection& db, AccountId id, int change, std::optional<Timestamp> posted_at);
// Totals that a remote server tells of itself.
void set_remote_counts(sql::Connection& db, AccountId id, std::int64_t statuses, std::int64_t followers,
                       std::int64_t following);

struct InstanceCounts {
    std::int64_t members = 0;
    std::int64_t active_month = 0;
    std::int64_t active_half_year = 0;
    std::int64_t local_posts = 0;
    std::int64_t domains = 0;
};
InstanceCounts count_instance(sql::Connection& db, Timestamp now);

std::optional<std::string> find_setting(sql::Connection& db, std::string_view name);
void put_setting(sql::Connection& db, std::string_view name, std::string_view value);
// Keeps the first value ever written and returns it.
std::string keep_setting(sql::Connection& db, std::string_view name, std::string_view value);

}  // namespace collegium::repo
