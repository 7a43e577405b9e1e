#include "discovery/webfinger.hpp"

#include "core/strings.hpp"
#include "core/url.hpp"

namespace collegium::discovery {
namespace {

constexpr std::string_view self_type = "application/activity+json";
constexpr std::string_view profile_relation = "http://webfinger.net/rel/profile-page";
constexpr std::string_view avatar_relation = "http://webfinger.net/rel/avatar";
constexpr std::string_view subscribe_relation = "http://ostatus.org/schema/1.0/subscribe";
constexpr std::string_view service_relation = "https://www.w3.org/ns/activitystreams#Service";
constexpr json::Limits document_limits{256 * 1024, 16, 2'000};

json::Value link(std::string_view relation, std::string_view type, std::string_view href) {
    json::Value value = json::Value::object({{"rel", relation}});
    if (!type.empty()) value.set("type", type);
    return std::move(value.set("href", href));
}

// application/activity+json, or ld+json with the ActivityStreams profile, however it is spaced and cased.
bool is_activity_type(std::string_view type) {
    const std::string lowered = strings::lower(type);
    const auto essence = strings::trim(std::string_view(lowered).substr(0, lowered.find(';')));
    if (essence == self_type) return true;
    return essence == "application/ld+json" &&
           lowered.find("https://www.w3.org/ns/activitystreams") != std::string::npos;
}

void read_link(const json::Value& link, Jrd& jrd) {
    const std::string& relation = link["rel"].string();
    const std::string& href = link["href"].string();
    if (relation == subscribe_relation) {
        const std::string& address = link["template"].string();
        const bool usable = address.find("{uri}") != std::string::npos && parse_url(fill_template(address, "x"));
        if (jrd.subscribe_template.empty() && usable) jrd.subscribe_template = address;
        return;
    }
    if (href.empty() || !parse_url(href)) return;
    if (relation == "self" && jrd.self.empty() && is_activity_type(link["type"].string())) jrd.self = href;
    if (relation == profile_relation && jrd.profile_page.empty()) jrd.profile_page = href;
    if (relation == service_relation && jrd.instance_actor.empty()) jrd.instance_actor = href;
}

}  // namespace

json::Value make_jrd(const WebfingerAccount& account) {
    json::Value aliases = json::Value::array();
    json::Value links = json::Value::array();
    if (!account.profile_page.empty()) {
        aliases.push(account.profile_page);
        links.push(link(profile_relation, "text/html", account.profile_page));
    }
    if (account.actor != account.profile_page) aliases.push(account.actor);
    links.push(link("self", self_type, account.actor));
    if (!account.subscribe_template.empty()) {
        links.push(json::Value::object({{"rel", subscribe_relation}, {"template", account.subscribe_template}}));
    }
    if (!account.avatar.empty()) links.push(link(avatar_relation, account.avatar_type, account.avatar));
    return json::Value::object(
        {{"subject", "acct:" + account.handle}, {"aliases", std::move(aliases)}, {"links", std::move(links)}});
}

json::Value make_instance_jrd(std::string_view domain, std::string_view actor) {
    const std::string subject = "acct:" + std::string(domain) + "@" + std::string(domain);
    return json::Value::object(
        {{"subject", subject},
         {"aliases", json::Value::array({actor})},
         {"links", json::Value::array({link("self", self_type, actor), link(service_relation, self_type, actor)})}});
}

Result<Jrd> parse_jrd(std::string_view document) {
    const auto parsed = json::parse(document, document_limits);
    if (!parsed || !parsed->is_object())
        return Error(Errc::bad_upstream, "The other server's WebFinger answer is unusable");
    Jrd jrd;
    const std::string& subject = (*parsed)["subject"].string();
    if (strings::equals_ignoring_case(std::string_view(subject).substr(0, 5), "acct:"))
        jrd.subject = parse_handle(subject);
    for (const auto& link : (*parsed)["links"].items()) read_link(link, jrd);
    return jrd;
}

Result<WebfingerResource> parse_resource(std::string_view resource) {
    const auto colon = resource.find(':');
    const std::string scheme = colon == std::string_view::npos ? "" : strings::lower(resource.substr(0, colon));
    WebfingerResource asked;
    if (scheme == "http" || scheme == "https") {
        if (parse_url(resource)) asked.url = std::string(resource);
    } else {
        asked.handle = parse_handle(resource);
    }
    if (!asked.handle && asked.url.empty())
        return Error(Errc::bad_request, "resource must be acct:user@domain or an address");
    return asked;
}

std::string webfinger_url(const Handle& handle, std::string_view scheme) {
    return std::string(scheme) + "://" + handle.domain +
           "/.well-known/webfinger?resource=" + percent_encode("acct:" + handle.acct());
}

std::string fill_template(std::string_view url_template, std::string_view uri) {
    return strings::replace_all(std::string(url_template), "{uri}", percent_encode(uri));
}

}  // namespace collegium::discovery
