// Follows, blocks, mutes and lists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "storage/model/account.hpp"
#include "storage/model/post.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

std::optional<model::Follow> find_follow(sql::Connection& db, AccountId account, AccountId target);
std::optional<model::Follow> find_follow_by_uri(sql::Connection& db, std::string_view uri);
// Inserts, or changes show_reblogs, notify, uri of the one that is there; never un-accepts.
model::Follow put_follow(sql::Connection& db, const model::Follow& follow);
void accept_follow(sql::Connection& db, AccountId account, AccountId target);
bool delete_follow(sql::Connection& db, AccountId account, AccountId target);

// Follower and target of every follow, settled or not, that `account` has part in.
std::vector<std::pair<AccountId, AccountId>> follows_with(sql::Connection& db, AccountId account);

// A row of a list that is paged by an internal cursor.
using Cursored = std::pair<std::int64_t, AccountId>;
std::vector<Cursored> followers_page(sql::Connection& db, AccountId target, const model::Page& page);
std::vector<Cursored> following_page(sql::Connection& db, AccountId account, const model::Page& page);
std::vector<Cursored> follow_requests_page(sql::Connection& db, AccountId target, const model::Page& page);
std::vector<Cursored> blocks_page(sql::Connection& db, AccountId account, const model::Page& page);
std::vector<Cursored> mutes_page(sql::Connection& db, AccountId account, const model::Page& page, Timestamp now);

// Local people who follow `target`: whose home timelines its posts enter.
struct LocalFollower {
    AccountId target;
    AccountId id;
    bool show_reblogs = true;
    bool notify = false;
};
std::vector<LocalFollower> local_followers(sql::Connection& db, AccountId target);
sql::Query local_followers_query(const std::vector<AccountId>& targets, std::vector<LocalFollower>& found);
bool has_local_follower(sql::Connection& db, AccountId target);
// Where deliveries to the followers go: distinct (host, shared or personal inbox), suspended ones left out.
struct InboxAddress {
    std::string host;
    std::string inbox;
};
std::vector<InboxAddress> follower_inboxes(sql::Connection& db, AccountId target);
// Every remote inbox that knows of this account, for Delete and Update of it.
std::vector<InboxAddress> known_inboxes(sql::Connection& db, AccountId account);

// One for each target that exists, whether anything joins it with the account or not.
std::vector<model::Relationship> relationships(sql::Connection& db, AccountId account,
                                               const std::vector<AccountId>& targets, Timestamp now);
// Those targets alone that something joins with the account; to be run together with others.
using Relationships = std::unordered_map<AccountId, model::Relationship>;
sql::Query relationships_query(AccountId account, const std::vector<AccountId>& targets, Timestamp now,
                               Relationships& found);

void put_block(sql::Connection& db, AccountId account, AccountId target, std::string_view uri, Timestamp now);
bool delete_block(sql::Connection& db, AccountId account, AccountId target);
bool blocks_either_way(sql::Connection& db, AccountId one, AccountId other);
void put_mute(sql::Connection& db, AccountId account, AccountId target, bool hide_notifications,
              std::optional<Timestamp> expires_at, Timestamp now);
bool delete_mute(sql::Connection& db, AccountId account, AccountId target);
// Everyone whom `account` blocks, is blocked by, or mutes: hidden from its timelines.
std::vector<AccountId> hidden_from(sql::Connection& db, AccountId account, Timestamp now);

std::vector<model::List> lists_of(sql::Connection& db, AccountId account);
std::optional<model::List> find_list(sql::Connection& db, AccountId owner, ListId id);
ListId insert_list(sql::Connection& db, const model::List& list);
void update_list(sql::Connection& db, const model::List& list);
void delete_list(sql::Connection& db, ListId id);
void add_to_list(sql::Connection& db, ListId id, const std::vector<AccountId>& accounts);
void remove_from_list(sql::Connection& db, ListId id, const std::vector<AccountId>& accounts);
std::vector<AccountId> list_members(sql::Connection& db, ListId id);
std::vector<model::List> lists_with(sql::Connection& db, AccountId owner, AccountId member);

std::vector<model::Marker> find_markers(sql::Connection& db, AccountId account);
model::Marker put_marker(sql::Connection& db, AccountId account, std::string_view timeline,
                         std::string_view last_read_id, Timestamp now);

}  // namespace collegium::repo
