// NodeInfo 2.0 and 2.1 (federation.md 1.5): what a server says about itself to statistics sites, relays and
// peers. Numbers that are not to be told are left out, never made up (FEP-0151).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"

namespace collegium::discovery {

enum class NodeinfoVersion { v2_0, v2_1 };

struct Nodeinfo {
    std::string software;  // [a-z0-9-]+
    std::string version;
    std::string repository;  // only told in 2.1, as are
    std::string homepage;    // these two
    bool open_registrations = false;
    std::optional<std::int64_t> users, active_halfyear, active_month, posts, comments;
    std::string name;
    std::string description;
    std::vector<std::string> staff_accounts;  // actor ids
    bool federation_enabled = true;
    std::vector<std::string> extensions;  // FEPs and namespaces that are spoken (FEP-6481)
};

std::string nodeinfo_content_type(NodeinfoVersion version);
json::Value make_nodeinfo(const Nodeinfo& info, NodeinfoVersion version);
// /.well-known/nodeinfo; `base` such as "https://learn.example.org", documents at <base>/nodeinfo/2.0 and 2.1.
json::Value make_nodeinfo_links(std::string_view base, std::string_view instance_actor);

// The address of the newest document that a peer's well-known document offers; "" when none is usable.
std::string find_nodeinfo_link(const json::Value& well_known);

struct PeerSoftware {
    std::string name;     // lower case, [a-z0-9-]+, at most 64 bytes; "" when it is none
    std::string version;  // at most 64 bytes
};
PeerSoftware parse_peer_software(const json::Value& nodeinfo);

}  // namespace collegium::discovery
