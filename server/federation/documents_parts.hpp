// What the files of the documents share: how a document is answered, and who may ask. Nobody else includes it.
#pragma once

#include <optional>

#include "core/json.hpp"
#include "domain/context.hpp"
#include "domain/timelines.hpp"
#include "federation/routes.hpp"

namespace collegium::federation::documents {

using Reply = http::Reply<domain::Context>;

enum class Cache { shared, nowhere };

// With "@context", and the headers of federation.md 1.8.
http::Response document(const domain::Context& context, json::Value value, Cache cache = Cache::shared);
// 410 with the Tombstone.
http::Response tombstone(const domain::Context& context, std::string uri, std::string_view former_type,
                         std::optional<Timestamp> deleted);
// Browsers go from an id to the page of the thing (federation.md 1.8).
bool wants_page(const http::Request& request);
http::Response to_page(std::string_view address);

// Who signed a GET. Errors: unauthorized, forbidden, bad_request; Needs, while the signer is not known here.
// nullopt of the first: go on, with `signer` set.
std::optional<Reply> identify(domain::Context& context, const http::Request& request, AccountId& signer);
// With authorized_fetch on, what is not signed is not answered (federation.md 2.5).
std::optional<Reply> refuse_unsigned(domain::Context& context, const http::Request& request);

// One of our people, or not_found; gone when deleted.
Result<model::Account> own_person(domain::Context& context, const http::Request& request);

using Handler = Reply (*)(domain::Context&, const http::Request&);
// A handler that has no page to lead to, behind refuse_unsigned.
template <Handler handler>
Reply guarded(domain::Context& context, const http::Request& request) {
    if (auto refusal = refuse_unsigned(context, request)) return std::move(*refusal);
    return handler(context, request);
}

// What is asked of a collection: the collection itself or a page of it.
struct PageRequest {
    bool page = false;
    std::int64_t max_id = 0;
    std::int64_t min_id = 0;
};
PageRequest page_request(const http::Request& request);

http::Routes<domain::Context> people_routes();
http::Routes<domain::Context> object_routes();

}  // namespace collegium::federation::documents
