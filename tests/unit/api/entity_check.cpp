#include "unit/api/entity_check.hpp"

#include <map>
#include <regex>

#include "core/ids.hpp"
#include "core/strings.hpp"

namespace collegium::api::test {
namespace {

using Faults = std::vector<std::string>;

// "name type" separated by ";". Types: s text, id decimal text, i whole number, b, t date and time, m the same at
// midnight, d date, u address, is whole number as text, any; [type], and names of entities. "?" may be null;
// "~" before the name: may be absent.
const std::map<std::string, std::string, std::less<>> entities = {
    {"Field", "name s; value s; verified_at t?"},
    {"CustomEmoji", "shortcode s; url u; static_url u; visible_in_picker b; ~category s"},
    {"FeatureApproval", "automatic [s]; manual [s]; current_user s"},
    {"Account",
     "id id; username s; acct s; url u; uri u; display_name s; note s; avatar u; avatar_static u; avatar_description "
     "s; "
     "header u; header_static u; header_description s; locked b; created_at m; statuses_count i; followers_count i; "
     "following_count i; fields [Field]; emojis [CustomEmoji]; bot b; last_status_at d?; group b; discoverable b?; "
     "~suspended b; ~limited b; ~noindex b?; ~roles [any]; ~memorial b; hide_collections b?; indexable b; "
     "show_media b; show_media_replies b; show_featured b; feature_approval FeatureApproval; ~source Source; ~role "
     "Role"},
    {"Source",
     "privacy s; sensitive b; note s; language s?; fields [Field]; follow_requests_count i; discoverable b?; "
     "hide_collections b?; indexable b; attribution_domains [s]; quote_policy s"},
    {"Role", "id s; name s; color s; permissions is; highlighted b; collection_limit i"},
    {"Relationship",
     "id id; following b; followed_by b; blocking b; requested b; muting b; domain_blocking b; showing_reblogs b; "
     "muting_notifications b; endorsed b; blocked_by b; note s; notifying b; languages [s]?; requested_by b; "
     "muting_expires_at t?"},
    {"Application", "name s; website u?"},
    {"Mention", "id id; username s; url u; acct s"},
    {"StatusTag", "name s; url u"},
    {"Extension", "kind s; id id"},
    {"Status",
     "id id; uri u; created_at t; account Account; ~content s; reblogs_count i; favourites_count i; url u?; "
     "in_reply_to_id id?; in_reply_to_account_id id?; reblog Status?; media_attachments [MediaAttachment]; "
     "mentions [Mention]; tags [StatusTag]; ~application Application; visibility s; sensitive b; spoiler_text s; "
     "language s?; emojis [CustomEmoji]; replies_count i; card any?; poll any?; ~text s; edited_at t?; quote any?; "
     "quotes_count i; quote_approval FeatureApproval; tagged_collections [any]; ~favourited b; ~reblogged b; ~muted b; "
     "~bookmarked b; ~filtered [any]; ~pinned b; ~pln Extension"},
    {"StatusEdit",
     "content s; spoiler_text s; sensitive b; created_at t; account Account; media_attachments [MediaAttachment]; "
     "emojis [CustomEmoji]"},
    {"StatusSource", "id id; text s; spoiler_text s"},
    {"Context", "ancestors [Status]; descendants [Status]"},
    {"MediaAttachment",
     "id id; type s; url u?; preview_url u?; remote_url u?; meta any?; description s?; blurhash s?; "
     "preview_remote_url u?; text_url u?"},
    {"Tag", "name s; url u; history [any]; id s; ~following b; ~featuring b"},
    {"Search", "accounts [Account]; statuses [Status]; hashtags [Tag]"},
    {"List", "id id; title s; replies_policy s; exclusive b"},
    {"Notification", "id id; type s; created_at t; account Account; group_key s; ~status Status"},
    {"Conversation", "id id; unread b; accounts [Account]; last_status Status?"},
    {"Marker", "last_read_id s; version i; updated_at t"},
    {"Token", "access_token s; token_type s; scope s; created_at i"},
    {"App",
     "id id; name s; website u?; scopes [s]; redirect_uris [s]; redirect_uri s; vapid_key s; ~client_id s; "
     "~client_secret s; ~client_secret_expires_at i"},
    {"UserInfo", "iss u; sub u; name s; preferred_username s; profile u; picture u"},
};

const std::regex date_time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)");
const std::regex midnight(R"(\d{4}-\d\d-\d\dT00:00:00\.000Z)");
const std::regex date(R"(\d{4}-\d\d-\d\d)");
const std::regex address(R"(https?://[^\s,;<>"]+)");

bool fits(const json::Value& value, std::string_view type) {
    const auto& text = value.string();
    if (type == "any") return true;
    if (type == "i") return value.is_integer();
    if (type == "b") return value.is_bool();
    if (!value.is_string()) return false;
    if (type == "s") return true;
    if (type == "id" || type == "is") return parse_decimal_id(text).has_value() || (type == "is" && text == "0");
    if (type == "t") return std::regex_match(text, date_time);
    if (type == "m") return std::regex_match(text, midnight);
    if (type == "d") return std::regex_match(text, date);
    if (type == "u") return std::regex_match(text, address);
    return false;
}

void check_object(const json::Value& value, const std::string& specification, const std::string& path, Faults& faults);

void check(const json::Value& value, std::string_view type, const std::string& path, Faults& faults) {
    const bool nullable = type.ends_with('?');
    if (nullable) type.remove_suffix(1);
    if (value.is_null()) {
        if (!nullable && type != "any") faults.push_back(path + ": null");
        return;
    }
    if (type.starts_with('[')) {
        if (!value.is_array()) return faults.push_back(path + ": no list");
        const auto inner = type.substr(1, type.size() - 2);
        for (std::size_t i = 0; i < value.items().size(); ++i)
            check(value.items()[i], inner, path + "[" + std::to_string(i) + "]", faults);
        return;
    }
    if (auto entity = entities.find(type); entity != entities.end())
        return check_object(value, entity->second, path, faults);
    if (!fits(value, type)) faults.push_back(path + ": " + json::dump(value) + " is no " + std::string(type));
}

void check_object(const json::Value& value, const std::string& specification, const std::string& path, Faults& faults) {
    if (!value.is_object()) return faults.push_back(path + ": no object");
    std::vector<std::string> known;
    for (auto part : strings::split(specification, ';')) {
        part = strings::trim(part);
        const bool optional = part.starts_with('~');
        if (optional) part.remove_prefix(1);
        const std::string name(part.substr(0, part.find(' ')));
        known.push_back(name);
        const auto* member = value.find(name);
        if (member != nullptr)
            check(*member, part.substr(name.size() + 1), path + "." + name, faults);
        else if (!optional)
            faults.push_back(path + "." + name + ": absent");
    }
    for (const auto& [name, member] : value.members())
        if (std::find(known.begin(), known.end(), name) == known.end())
            faults.push_back(path + "." + name + ": unknown");
}

}  // namespace

std::vector<std::string> faults_of(const json::Value& value, std::string_view entity) {
    Faults faults;
    check(value, entity, std::string(entity), faults);
    return faults;
}

}  // namespace collegium::api::test
