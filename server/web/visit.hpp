// One request by a browser: who looks, what the page around the content needs, and what the answer carries
// back (the form key, the notice after a form was sent). Every page handler begins with a Visit.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/context.hpp"
#include "storage/model/account.hpp"
#include "web/csrf.hpp"
#include "web/frame.hpp"
#include "web/pages.hpp"
#include "web/routes.hpp"
#include "web/views/scene.hpp"

namespace collegium::web {

// What is said on the page that follows a form; it travels in a cookie, by name, for one page.
enum class Notice {
    none,
    signed_out,
    posted,
    post_deleted,
    followed,
    follow_asked,
    unfollowed,
    shared,
    resource_changed,
    resource_deleted,
    proposed,
    proposal_changed,
    proposal_closed,
    proposal_paused,
    proposal_opened,
    proposal_deleted,
    asked,
    accepted,
    acceptance_sent,
    declined,
    question_sent,
    answer_sent,
    terms_sent,
    withdrawn,
    ended,
    profile_saved,
};
std::string_view name_of(Notice notice);
std::optional<Notice> parse_notice(std::string_view name);
Flash flash_of(Notice notice);

class Visit {
  public:
    Visit(domain::Context& context, const http::Request& request);

    // None for strangers.
    const std::optional<model::Account>& account() const { return account_; }
    const model::Member& member() const { return *member_; }
    AccountId viewer() const { return account_ ? account_->id : AccountId(); }
    Scene scene() const;

    Frame frame(std::string title, Place place) const;
    json::Value view(const Frame& frame) const;
    // Says it on this page, in place of a notice that waits.
    json::Value view(Frame frame, Flash flash) const;
    http::Response show(Page page, const json::Value& view, int status = 200) const;

  private:
    domain::Context& context_;
    const http::Request& request_;
    FormKey key_;
    std::optional<model::Account> account_;
    std::optional<model::Member> member_;
    Notice notice_ = Notice::none;
};

// 303, after a form.
http::Response go_to(const http::Request& request, std::string_view location, Notice notice = Notice::none);
// To the sign-in form, and back here; after a form, back to the page that it stood on.
http::Response sign_in_first(const http::Request& request);

// A path on this server ("/library?q=x"), or "/" for whatever else is asked: where a sign-in may lead to.
std::string local_path(std::string_view wanted);

}  // namespace collegium::web
