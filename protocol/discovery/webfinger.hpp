// WebFinger documents (RFC 7033) as the fediverse uses them (federation.md 1.1, 1.2): written for our
// accounts, read tolerantly from others, and the strict reading of what they ask us for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/result.hpp"
#include "discovery/handle.hpp"

namespace collegium::discovery {

constexpr std::string_view jrd_content_type = "application/jrd+json; charset=utf-8";

struct WebfingerAccount {
    std::string handle;        // "user@handle-domain", without "acct:"
    std::string actor;         // byte-identical to the actor's id
    std::string profile_page;  // "" when there is none
    std::string avatar;        // "" when there is none
    std::string avatar_type;
    std::string subscribe_template;  // holds "{uri}"; "" when there is none
};

json::Value make_jrd(const WebfingerAccount& account);
// What https://host/ and acct:host@host answer: the instance actor (FEP-d556).
json::Value make_instance_jrd(std::string_view domain, std::string_view actor);

struct Jrd {
    std::optional<Handle> subject;  // absent when it is no acct: address
    std::string self;               // the actor's id; "" when there is none
    std::string profile_page;
    std::string subscribe_template;
    std::string instance_actor;  // FEP-d556
};

// Errors: bad_upstream when it is not a JSON object; everything inside may be missing.
Result<Jrd> parse_jrd(std::string_view document);

// What a resource= asks for: a handle, or an http(s) address as written.
struct WebfingerResource {
    std::optional<Handle> handle;
    std::string url;
};

// The parameter after percent-decoding. Error: bad_request.
Result<WebfingerResource> parse_resource(std::string_view resource);

// https://domain/.well-known/webfinger?resource=acct%3A…, or an lrdd template with its {uri} filled in.
std::string webfinger_url(const Handle& handle, std::string_view scheme = "https");
std::string fill_template(std::string_view url_template, std::string_view uri);

}  // namespace collegium::discovery
