// ActivityPub documents of any server as values (federation.md 3, security.md ORI-07): plain JSON with fixed
// names, read tolerantly in shape (one or many, id or object) and strictly in type. What is too long is cut,
// what is too much is left out, what is no http(s) address is absent. Whether a document may say what it
// says is not decided here: that is federation/authority.
#pragma once

#include <string_view>

#include "as2/types.hpp"
#include "core/json.hpp"
#include "core/result.hpp"

namespace collegium::as2 {

// JSON within limits (1 MiB, depth 32, 20,000 values), then check_document. Errors: too_large, bad_request.
Result<json::Value> parse_document(std::string_view bytes);

// Refuses what makes two readers see two documents: "@graph", "@included", "@reverse" anywhere, and a local
// "@context" that gives a core term of ActivityStreams another meaning. Error: bad_request.
Result<void> check_document(const json::Value& document);

// Errors: bad_request when an id, a type, or the inbox or name of an actor is missing or unusable.
Result<Actor> parse_actor(const json::Value& document);
Result<Note> parse_note(const json::Value& document);
Result<Activity> parse_activity(const json::Value& document);
Result<Collection> parse_collection(const json::Value& document);

// An object that stands for what was deleted: a Tombstone, {id}, or the bare id. Error: bad_request.
Result<Tombstone> parse_tombstone(const json::Value& value);

bool is_actor_type(std::string_view type);
bool is_post_type(std::string_view type);  // what parse_note is made for

}  // namespace collegium::as2
