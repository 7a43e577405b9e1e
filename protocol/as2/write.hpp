// What we send, in the one shape that every peer reads (federation.md section 0): scalar "type"; "to", "cc",
// "tag" and "attachment" always lists, always there; actor, author and object as plain ids. Builders give the
// value without "@context"; as2/context adds it to the finished document, and only there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "as2/types.hpp"
#include "core/json.hpp"

namespace collegium::as2 {

// Everything of federation.md 1.6 that the struct has a value for.
json::Value write_actor(const Actor& actor);

// The object of a Create or Update, or a document of its own. Extensions are members of the object.
json::Value write_note(const Note& note);

// The general form: members without a value are left out, but "to" and "cc" never are.
json::Value write_activity(const Activity& activity);

// To, cc and time are those of the note.
Activity make_create(std::string id, const Note& note);
// To everyone who may see the note; `further` are former recipients.
Activity make_update(std::string id, const Note& note, const Texts& further);
// An actor's new version, to Public and its followers.
Activity make_update(std::string id, const Actor& actor);
// `tombstone.id` is what goes away.
Activity make_delete(std::string id, std::string actor, const Tombstone& tombstone, Texts to, Texts cc);
// An account that goes away: object and actor are the same.
Activity make_delete_actor(std::string id, const std::string& actor);

// An activity about one thing: Follow, Like, Announce, Leave, Join, Block … with the thing's id, or Accept,
// Reject, Undo with the whole activity that they answer (federation.md 0.9).
Activity make_activity(std::string_view type, std::string id, std::string actor, json::Value object, Texts to,
                       Texts cc = {});

json::Value write_tombstone(const Tombstone& tombstone);

// A collection or a page, ordered unless the type says otherwise; "totalItems" is there when it is known.
json::Value write_collection(const Collection& collection);
json::Value write_collection(const EmbeddedCollection& collection, std::string_view inverse_name,
                             std::string_view inverse);
json::Value write_policy(const InteractionPolicy& policy);

// "2026-09-01T10:00:00.000Z", and the list of texts as JSON.
json::Value write_time(Timestamp time);
json::Value write_texts(const Texts& texts);

}  // namespace collegium::as2
