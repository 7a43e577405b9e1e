#include "api/people.hpp"

#include <unordered_map>

#include "api/entities/entities.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::api {
namespace {

using Expiries = std::unordered_map<AccountId, std::optional<Timestamp>>;

// With `expiries`, of muted people and their mutes.
std::string accounts_json(domain::Context& context, const std::vector<AccountId>& ids,
                          const Expiries* expiries = nullptr) {
    std::unordered_map<AccountId, model::Account> accounts;
    for (auto& account : repo::find_accounts(context.db, ids)) {
        const auto id = account.id;
        if (!account.deleted_at) accounts.emplace(id, std::move(account));
    }
    json::Writer writer;
    writer.begin_array();
    for (auto id : ids) {
        const auto found = accounts.find(id);
        if (found == accounts.end()) continue;
        if (!expiries)
            write_account(writer, context, found->second);
        else
            write_muted_account(writer, context, found->second, expiries->at(id));
    }
    writer.end_array();
    return writer.take();
}

std::vector<AccountId> ids_of(const std::vector<repo::Cursored>& rows) {
    std::vector<AccountId> ids;
    for (const auto& [cursor, id] : rows) ids.push_back(id);
    return ids;
}

Reply page_reply(domain::Context& context, const http::Request& request, const std::vector<repo::Cursored>& rows,
                 const model::Page& page, std::string body) {
    auto response = http::Response::json(std::move(body));
    PageEnds ends;
    if (!rows.empty()) ends = {rows.front().first, rows.back().first, rows.size()};
    set_links(response, context, request, page, ends, Next::when_full, Previous::since_id);
    return response;
}

}  // namespace

Reply people_reply(domain::Context& context, const std::vector<AccountId>& ids) {
    return http::Response::json(accounts_json(context, ids));
}

Reply people_reply(domain::Context& context, const http::Request& request, const std::vector<repo::Cursored>& rows,
                   const model::Page& page) {
    return page_reply(context, request, rows, page, accounts_json(context, ids_of(rows)));
}

Reply muted_people_reply(domain::Context& context, const http::Request& request,
                         const std::vector<repo::Cursored>& rows, const model::Page& page, AccountId viewer) {
    const auto ids = ids_of(rows);
    Expiries expiries;
    for (auto id : ids) expiries[id] = std::nullopt;
    for (const auto& relation : repo::relationships(context.db, viewer, ids, context.now))
        expiries[relation.target_id] = relation.muting_expires_at;
    return page_reply(context, request, rows, page, accounts_json(context, ids, &expiries));
}

}  // namespace collegium::api
