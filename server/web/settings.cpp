// One's own profile.
#include "domain/accounts.hpp"
#include "web/form.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr std::size_t name_limit = 50;
constexpr std::size_t bio_limit = 1000;

http::Response profile_form(const Visit& visit, const Form& form) {
    auto view = visit.view(visit.frame("My profile", Place::account));
    view.set("form", json::Value::object({{"display_name", form.field("display_name")},
                                          {"bio", form.field("bio")},
                                          {"locked", form.box("locked")},
                                          {"indexable", form.box("indexable")}}));
    view.set("errors", form.errors());
    return visit.show(Page::settings_profile, view, form.sound() ? 200 : 422);
}

Reply show(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    const auto& account = *visit.account();
    Form form;
    form.put("display_name", account.display_name);
    form.put("bio", account.note_source);
    form.put("locked", account.locked ? "true" : "");
    form.put("indexable", account.indexable ? "true" : "");
    return profile_form(visit, form);
}

Reply save(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    Form form(request);
    form.limit("display_name", name_limit);
    form.limit("bio", bio_limit);
    if (!form.sound()) return profile_form(visit, form);
    domain::ProfileChange change;
    change.display_name = form.text("display_name");
    change.note = form.text("bio");
    change.locked = form.checked("locked");
    change.indexable = form.checked("indexable");
    if (auto saved = domain::update_profile(context, visit.viewer(), change); !saved) {
        form.fail(saved.error());
        return profile_form(visit, form);
    }
    return go_to(request, "/settings/profile", Notice::profile_saved);
}

}  // namespace

Routes settings_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/settings/profile", Lane::read, Audience::page, show},
        {Method::post, "/settings/profile", Lane::write, Audience::page, save},
    };
}

}  // namespace collegium::web
