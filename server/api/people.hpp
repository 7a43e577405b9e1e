// Lists of accounts, as several areas of the client API answer them.
#pragma once

#include <utility>
#include <vector>

#include "api/paging.hpp"
#include "api/routes.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::api {

// Accounts in the order of the rows, with a Link header by the rows' own cursors. Vanished ones are left out.
Reply people_reply(domain::Context& context, const http::Request& request, const std::vector<repo::Cursored>& rows,
                   const model::Page& page);
// Those whom `viewer` muted, and until when.
Reply muted_people_reply(domain::Context& context, const http::Request& request,
                         const std::vector<repo::Cursored>& rows, const model::Page& page, AccountId viewer);
// The same without paging.
Reply people_reply(domain::Context& context, const std::vector<AccountId>& ids);

}  // namespace collegium::api
