// Parts that actors and posts share, for as2/parse only.
#pragma once

#include <optional>
#include <vector>

#include "as2/types.hpp"
#include "core/json.hpp"

namespace collegium::as2::parts {

std::vector<Emoji> emojis(const json::Value& tags);
std::vector<Mention> mentions(const json::Value& tags);
std::vector<Hashtag> hashtags(const json::Value& tags);
std::vector<ObjectLink> links(const json::Value& tags);
std::vector<Attachment> attachments(const json::Value& value);
std::optional<InteractionPolicy> policy(const json::Value& value);
std::optional<EmbeddedCollection> embedded_collection(const json::Value& value);

}  // namespace collegium::as2::parts
