// Small questions that several activities ask.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/context.hpp"
#include "federation/incoming.hpp"
#include "http/route.hpp"
#include "storage/model/account.hpp"
#include "storage/model/post.hpp"

namespace collegium::federation::activities {

// Nothing has to be fetched.
http::Needs no_needs(domain::Context& context, const Incoming& incoming);

// One of our accounts by its id, or nullopt.
std::optional<model::Account> own_account(domain::Context& context, std::string_view uri);
// A post we know, ours or remote, by its id.
std::optional<model::Post> known_post(domain::Context& context, std::string_view uri);

// The plain text of an activity's content, at most 2,000 characters.
std::string plain_content(const as2::Activity& activity);
std::string plain_content(const json::Value& object);

}  // namespace collegium::federation::activities
