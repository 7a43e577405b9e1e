#include "discovery/nodeinfo.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "core/url.hpp"

namespace collegium::discovery {
namespace {

constexpr std::string_view schema = "http://nodeinfo.diaspora.software/ns/schema/";
constexpr std::string_view application_relation = "https://www.w3.org/ns/activitystreams#Application";

std::string number_of(NodeinfoVersion version) {
    return version == NodeinfoVersion::v2_0 ? "2.0" : "2.1";
}

void set_if(json::Value& object, std::string_view name, const std::optional<std::int64_t>& number) {
    if (number) object.set(name, *number);
}

json::Value list_of(const std::vector<std::string>& texts) {
    json::Value list = json::Value::array();
    for (const auto& text : texts) list.push(text);
    return list;
}

json::Value software_of(const Nodeinfo& info, NodeinfoVersion version) {
    json::Value software = json::Value::object({{"name", info.software}, {"version", info.version}});
    if (version == NodeinfoVersion::v2_0) return software;  // a 2.0 validator refuses what follows
    if (!info.repository.empty()) software.set("repository", info.repository);
    if (!info.homepage.empty()) software.set("homepage", info.homepage);
    return software;
}

json::Value usage_of(const Nodeinfo& info) {
    json::Value users = json::Value::object({});
    set_if(users, "total", info.users);
    set_if(users, "activeHalfyear", info.active_halfyear);
    set_if(users, "activeMonth", info.active_month);
    json::Value usage = json::Value::object({{"users", std::move(users)}});
    set_if(usage, "localPosts", info.posts);
    set_if(usage, "localComments", info.comments);
    return usage;
}

json::Value metadata_of(const Nodeinfo& info) {
    json::Value metadata = json::Value::object({{"nodeName", info.name}, {"nodeDescription", info.description}});
    metadata.set("staffAccounts", list_of(info.staff_accounts));
    metadata.set("federation", json::Value::object({{"enabled", info.federation_enabled}}));
    if (!info.extensions.empty()) {
        metadata.set("activitypub", json::Value::object({{"extensions", list_of(info.extensions)}}));
    }
    return metadata;
}

json::Value link(std::string relation, std::string href) {
    return json::Value::object({{"rel", std::move(relation)}, {"href", std::move(href)}});
}

}  // namespace

std::string nodeinfo_content_type(NodeinfoVersion version) {
    return "application/json; profile=\"" + std::string(schema) + number_of(version) + "#\"; charset=utf-8";
}

json::Value make_nodeinfo(const Nodeinfo& info, NodeinfoVersion version) {
    json::Value services = json::Value::object({{"inbound", json::Value::array()}, {"outbound", json::Value::array()}});
    return json::Value::object({{"version", number_of(version)},
                                {"software", software_of(info, version)},
                                {"protocols", json::Value::array({"activitypub"})},
                                {"services", std::move(services)},
                                {"openRegistrations", info.open_registrations},
                                {"usage", usage_of(info)},
                                {"metadata", metadata_of(info)}});
}

json::Value make_nodeinfo_links(std::string_view base, std::string_view instance_actor) {
    json::Value links = json::Value::array();
    for (const auto version : {NodeinfoVersion::v2_1, NodeinfoVersion::v2_0}) {
        const std::string number = number_of(version);
        links.push(link(std::string(schema) + number, std::string(base) + "/nodeinfo/" + number));
    }
    links.push(link(std::string(application_relation), std::string(instance_actor)));  // FEP-2677
    return json::Value::object({{"links", std::move(links)}});
}

std::string find_nodeinfo_link(const json::Value& well_known) {
    for (const std::string_view number : {"2.1", "2.0"}) {
        for (const auto& link : well_known["links"].items()) {
            const std::string& href = link["href"].string();
            if (link["rel"].string() == std::string(schema) + std::string(number) && parse_url(href)) return href;
        }
    }
    return {};
}

PeerSoftware parse_peer_software(const json::Value& nodeinfo) {
    const json::Value& software = nodeinfo["software"];
    PeerSoftware peer;
    const std::string name = strings::lower(software["name"].string());
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (name.size() <= 64 && std::all_of(name.begin(), name.end(), fits)) peer.name = name;
    const std::string& version = software["version"].string();
    if (version.size() <= 64) peer.version = strings::without_controls(version);
    return peer;
}

}  // namespace collegium::discovery
