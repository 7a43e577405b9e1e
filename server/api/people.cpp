#include "api/people.hpp"

#include <unordered_map>

#include "api/entities/entities.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::api {
namespace {

std::string accounts_json(domain::Context& context, const std::vector<AccountId>& ids) {
    std::unordered_map<AccountId, model::Account> accounts;
    for (auto& account : repo::find_accounts(context.db, ids)) {
        const auto id = account.id;
        if (!account.deleted_at) accounts.emplace(id, std::move(account));
    }
    json::Writer writer;
    writer.begin_array();
    for (auto id : ids)
        if (auto found = accounts.find(id); found != accounts.end()) write_account(writer, context, found->second);
    writer.end_array();
    return writer.take();
}

}  // namespace

Reply people_reply(domain::Context& context, const std::vector<AccountId>& ids) {
    return http::Response::json(accounts_json(context, ids));
}

Reply people_reply(domain::Context& context, const http::Request& request, const std::vector<repo::Cursored>& rows,
                   const model::Page& page) {
    std::vector<AccountId> ids;
    for (const auto& [cursor, id] : rows) ids.push_back(id);
    auto response = http::Response::json(accounts_json(context, ids));
    PageEnds ends;
    if (!rows.empty()) ends = {rows.front().first, rows.back().first, rows.size()};
    set_links(response, context, request, page, ends, Next::when_full, Previous::since_id);
    return response;
}

}  // namespace collegium::api
