// Reading parameters leniently, as Mastodon's server does: form, JSON and query alike; booleans as true, 1,
// t, on; numbers as text; lists as arrays or bare scalars (mastodon-api.md 2.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "http/request.hpp"
#include "storage/model/account.hpp"

namespace collegium::api {

// Text, or a number written as text; nullopt when absent or null.
std::optional<std::string> text_of(const json::Value& value);
std::optional<std::string> text_parameter(const http::Request& request, std::string_view name);
std::string text_or(const http::Request& request, std::string_view name, std::string_view fallback = "");
// nullopt when absent or empty.
std::optional<bool> flag_of(const json::Value& value);
std::optional<bool> flag_parameter(const http::Request& request, std::string_view name);
bool flag_or(const http::Request& request, std::string_view name, bool fallback);
std::optional<std::int64_t> number_parameter(const http::Request& request, std::string_view name);
// Of the Idempotency-Key header a digest, as its bytes may be anything; "" when absent.
std::string idempotency_key(const http::Request& request);
// A list, or one scalar; empty when absent.
std::vector<std::string> texts_parameter(const http::Request& request, std::string_view name);

// Of the second run: why this instance's own rules kept it from fetching what was asked for.
std::optional<Error> refusal_to_fetch(const http::Request& request);

// "public", "unlisted", "private" or "direct"; `fallback` when absent or empty. Error: unprocessable.
Result<model::Visibility> visibility_parameter(const http::Request& request, model::Visibility fallback);

// Ids that are no ids are left out.
template <class IdType>
std::vector<IdType> ids_parameter(const http::Request& request, std::string_view name, std::size_t limit) {
    std::vector<IdType> ids;
    for (const auto& text : texts_parameter(request, name)) {
        if (ids.size() == limit) break;
        if (auto id = parse_id<IdType>(text)) ids.push_back(*id);
    }
    return ids;
}

// The id in the path, or not_found as for any other unknown thing.
template <class IdType>
Result<IdType> id_in_path(const http::Request& request, std::string_view name = "id") {
    auto id = parse_id<IdType>(request.part(name));
    if (!id) return Error(Errc::not_found, "Record not found");
    return *id;
}

}  // namespace collegium::api
