// Where others look first: WebFinger, host-meta, NodeInfo (federation.md 1.1, 1.4, 1.5).
#include "as2/vocabulary.hpp"
#include "core/strings.hpp"
#include "discovery/host_meta.hpp"
#include "discovery/nodeinfo.hpp"
#include "discovery/webfinger.hpp"
#include "domain/uris.hpp"
#include "federation/routes.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::federation {
namespace {

using Reply = http::Reply<domain::Context>;

constexpr std::string_view cache = "public, max-age=600";
constexpr std::string_view protocol_of_clients = "mastodon";

http::Response answer(std::string body, std::string_view content_type) {
    auto response = http::Response::json(std::move(body));
    response.set("Content-Type", content_type);
    response.set("Cache-Control", cache);
    return response;
}

bool is_our_domain(const domain::Context& context, std::string_view domain) {
    return strings::equals_ignoring_case(domain, context.config.instance.domain) ||
           strings::equals_ignoring_case(domain, context.config.web_authority());
}

Reply jrd_of_instance(const domain::Context& context) {
    const auto actor = domain::Uris(context.config).instance_actor();
    return answer(json::dump(discovery::make_instance_jrd(context.config.instance.domain, actor)),
                  discovery::jrd_content_type);
}

Reply jrd_of(const domain::Context& context, const std::optional<model::Account>& found) {
    if (!found || !found->local()) return Error(Errc::not_found, "Record not found");
    if (found->kind == model::ActorKind::application) return jrd_of_instance(context);
    // 410 makes other servers delete their copy: only for what will not come back.
    if (found->deleted_at) return Error(Errc::gone, "Record not found");
    discovery::WebfingerAccount account;
    account.handle = found->username + "@" + context.config.instance.domain;
    account.actor = found->uri;
    account.profile_page = found->url;
    account.avatar = found->avatar_url;
    return answer(json::dump(discovery::make_jrd(account)), discovery::jrd_content_type);
}

Reply jrd_by_handle(domain::Context& context, const discovery::Handle& handle) {
    if (!is_our_domain(context, handle.domain)) return Error(Errc::not_found, "Record not found");
    if (is_our_domain(context, handle.user)) return jrd_of_instance(context);
    return jrd_of(context, repo::find_account_by_handle(context.db, handle.user, ""));
}

Reply jrd_by_address(domain::Context& context, const std::string& address) {
    using Kind = domain::Uris::Name::Kind;
    const domain::Uris uris(context.config);
    if (address == context.config.base_url() || address == uris.home()) return jrd_of_instance(context);
    const auto name = uris.parse(address);
    if (!name) return Error(Errc::not_found, "Record not found");
    if (name->kind == Kind::instance_actor) return jrd_of_instance(context);
    if (name->kind == Kind::actor) return jrd_of(context, repo::find_account(context.db, AccountId{name->id}));
    if (name->kind == Kind::profile)
        return jrd_of(context, repo::find_account_by_handle(context.db, name->username, ""));
    return Error(Errc::not_found, "Record not found");
}

Reply webfinger(domain::Context& context, const http::Request& request) {
    const auto& resource = request.parameters()["resource"];
    if (!resource.is_string()) return Error(Errc::bad_request, "The parameter resource is missing");
    auto asked = discovery::parse_resource(resource.string());
    if (!asked) return asked.error();
    return asked->handle ? jrd_by_handle(context, *asked->handle) : jrd_by_address(context, asked->url);
}

Reply host_meta(domain::Context& context, const http::Request&) {
    return answer(discovery::make_host_meta_xml(context.config.base_url()), discovery::xrd_content_type);
}

Reply host_meta_json(domain::Context& context, const http::Request&) {
    return answer(json::dump(discovery::make_host_meta_json(context.config.base_url())),
                  "application/json; charset=utf-8");
}

Reply nodeinfo_links(domain::Context& context, const http::Request&) {
    const auto actor = domain::Uris(context.config).instance_actor();
    return answer(json::dump(discovery::make_nodeinfo_links(context.config.base_url(), actor)),
                  "application/json; charset=utf-8");
}

// Apps that know only Mastodon read a Mastodon version when the operator chose that name.
std::string version_for(const std::string& software) {
    if (software == protocol_of_clients) return std::string("4.6.0+collegium-") + COLLEGIUM_VERSION;
    return COLLEGIUM_VERSION;
}

Reply nodeinfo(domain::Context& context, discovery::NodeinfoVersion version) {
    const auto counts = repo::count_instance(context.db, context.now);
    const auto& instance = context.config.instance;
    discovery::Nodeinfo info;
    info.software = instance.nodeinfo_software;
    info.version = version_for(instance.nodeinfo_software);
    info.open_registrations = false;  // accounts are made by the institution
    info.users = counts.members;
    info.active_month = counts.active_month;
    info.active_halfyear = counts.active_half_year;
    info.posts = counts.local_posts;
    info.name = instance.name;
    info.description = instance.description;
    info.federation_enabled = context.config.federation.mode != config::FederationMode::closed;
    info.extensions = {std::string(as2::fep_0837), std::string(as2::pln)};
    auto document = discovery::make_nodeinfo(info, version);
    auto metadata = document["metadata"];
    metadata.set("upstream", json::Value::object({{"name", protocol_of_clients}}));
    document.set("metadata", std::move(metadata));
    return answer(json::dump(document), discovery::nodeinfo_content_type(version));
}

Reply nodeinfo_2_0(domain::Context& context, const http::Request&) {
    return nodeinfo(context, discovery::NodeinfoVersion::v2_0);
}

Reply nodeinfo_2_1(domain::Context& context, const http::Request&) {
    return nodeinfo(context, discovery::NodeinfoVersion::v2_1);
}

}  // namespace

http::Routes<domain::Context> well_known_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    http::RouteOptions options;
    options.rate_limit = http::RateLimit::none;
    options.cors = true;
    return {
        {Method::get, "/.well-known/webfinger", Lane::read, Audience::server, webfinger, options},
        {Method::get, "/.well-known/host-meta", Lane::read, Audience::server, host_meta, options},
        {Method::get, "/.well-known/host-meta.json", Lane::read, Audience::server, host_meta_json, options},
        {Method::get, "/.well-known/nodeinfo", Lane::read, Audience::server, nodeinfo_links, options},
        {Method::get, "/nodeinfo/2.0", Lane::read, Audience::server, nodeinfo_2_0, options},
        {Method::get, "/nodeinfo/2.1", Lane::read, Audience::server, nodeinfo_2_1, options},
    };
}

}  // namespace collegium::federation
