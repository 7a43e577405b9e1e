#include "web/visit.hpp"

#include <algorithm>
#include <array>

#include "core/strings.hpp"
#include "core/url.hpp"
#include "domain/sessions.hpp"
#include "http/cookies.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"
#include "web/views/agreements.hpp"
#include "web/views/people.hpp"

namespace collegium::web {
namespace {

constexpr std::string_view notice_cookie = "notice";
constexpr std::size_t path_limit = 2000;

struct NoticeText {
    Notice notice;
    std::string_view name;
    std::string_view text;
    Tone tone;
};

constexpr std::array notices = {
    NoticeText{Notice::none, "", "", Tone::neutral},
    NoticeText{Notice::signed_out, "signed-out", "You are signed out.", Tone::neutral},
    NoticeText{Notice::posted, "posted", "Your post is out.", Tone::good},
    NoticeText{Notice::post_deleted, "post-deleted", "Your post is deleted, here and wherever it went.", Tone::neutral},
    NoticeText{Notice::followed, "followed", "You follow them now.", Tone::good},
    NoticeText{Notice::follow_asked, "follow-asked", "Your request to follow is on its way.", Tone::good},
    NoticeText{Notice::unfollowed, "unfollowed", "You do not follow them any more.", Tone::neutral},
    NoticeText{Notice::shared, "shared", "Published. Thank you for sharing.", Tone::good},
    NoticeText{Notice::resource_changed, "resource-changed", "The new version is out.", Tone::good},
    NoticeText{Notice::resource_deleted, "resource-deleted", "The resource is deleted for everyone.", Tone::neutral},
    NoticeText{Notice::proposed, "proposed", "It is on the board.", Tone::good},
    NoticeText{Notice::proposal_changed, "proposal-changed", "The change is out.", Tone::good},
    NoticeText{Notice::proposal_closed, "proposal-closed", "It takes no more requests.", Tone::neutral},
    NoticeText{Notice::proposal_paused, "proposal-paused", "It is paused.", Tone::neutral},
    NoticeText{Notice::proposal_opened, "proposal-opened", "It is open again.", Tone::good},
    NoticeText{Notice::proposal_deleted, "proposal-deleted", "It has left all boards.", Tone::neutral},
    NoticeText{Notice::asked, "asked", "Your request is on its way. You will see the answer here.", Tone::good},
    NoticeText{Notice::accepted, "accepted", "Accepted. The trial begins.", Tone::good},
    NoticeText{Notice::acceptance_sent, "acceptance-sent",
               "You agreed. It begins when the other server has counted the place.", Tone::good},
    NoticeText{Notice::declined, "declined", "Declined. No reason was given.", Tone::neutral},
    NoticeText{Notice::question_sent, "question-sent", "Your question is on its way.", Tone::good},
    NoticeText{Notice::answer_sent, "answer-sent", "Your answer is on its way.", Tone::good},
    NoticeText{Notice::terms_sent, "terms-sent", "Your proposal is on its way.", Tone::good},
    NoticeText{Notice::withdrawn, "withdrawn", "Your request is withdrawn.", Tone::neutral},
    NoticeText{Notice::ended, "ended", "This mentorship has ended. Endings are normal.", Tone::neutral},
    NoticeText{Notice::profile_saved, "profile-saved", "Your profile is saved.", Tone::good},
};

const NoticeText& text_of(Notice notice) {
    const auto same = [notice](const NoticeText& text) { return text.notice == notice; };
    return *std::find_if(notices.begin(), notices.end() - 1, same);
}

// Where the form stood that was sent: browsers tell it to us alone (Referrer-Policy: same-origin).
std::string page_before(const http::Request& request) {
    const auto url = parse_url(request.header("referer"));
    if (!url || url->authority() != request.host) return "/";
    return local_path(url->target());
}

}  // namespace

std::string_view name_of(Notice notice) {
    return text_of(notice).name;
}

std::optional<Notice> parse_notice(std::string_view name) {
    for (const auto& text : notices)
        if (text.name == name) return text.notice;
    return std::nullopt;
}

Flash flash_of(Notice notice) {
    const auto& text = text_of(notice);
    return {std::string(text.text), text.tone};
}

std::string local_path(std::string_view wanted) {
    const bool odd = std::any_of(wanted.begin(), wanted.end(),
                                 [](unsigned char byte) { return byte <= 0x20 || byte == 0x7f || byte == '\\'; });
    // "//host" is an address on another server.
    if (wanted.empty() || wanted.size() > path_limit || odd || wanted.front() != '/' || wanted.starts_with("//"))
        return "/";
    return std::string(wanted);
}

Visit::Visit(domain::Context& context, const http::Request& request)
    : context_(context), request_(request), key_(request) {
    if (auto session = domain::find_session(context, session_token(request))) {
        auto account = repo::find_account(context.db, session->account_id);
        auto member = repo::find_member(context.db, session->account_id);
        if (account && account->usable() && member && !member->disabled_at) {
            account_ = std::move(account);
            member_ = std::move(member);
        }
    }
    if (auto name = request.cookie(http::cookie_name(notice_cookie, request.secure)))
        notice_ = parse_notice(*name).value_or(Notice::none);
}

Scene Visit::scene() const {
    return {context_.config, context_.now, viewer()};
}

Frame Visit::frame(std::string title, Place place) const {
    Frame frame;
    frame.title = std::move(title);
    frame.place = place;
    frame.csrf = key_.token();
    frame.flash = flash_of(notice_);
    if (!account_) return frame;
    const auto here = scene();
    Viewer viewer;
    viewer.name = name_of(*account_);
    viewer.handle = handle_of(here, *account_);
    viewer.avatar = avatar_of(here, *account_);
    viewer.url = path_of(here, *account_);
    viewer.waiting = count_waiting(context_, account_->id);
    frame.viewer = std::move(viewer);
    return frame;
}

json::Value Visit::view(const Frame& frame) const {
    return view_of(context_.config, frame);
}

json::Value Visit::view(Frame frame, Flash flash) const {
    if (!flash.text.empty()) frame.flash = std::move(flash);
    return view_of(context_.config, frame);
}

http::Response Visit::show(Page page, const json::Value& view, int status) const {
    auto response = respond(page, view, status);
    key_.keep(request_, response);
    if (notice_ != Notice::none) {
        http::Cookie gone{std::string(notice_cookie), ""};
        gone.max_age = std::chrono::seconds(0);
        response.add("Set-Cookie", http::set_cookie(gone, request_.secure));
    }
    return response;
}

http::Response go_to(const http::Request& request, std::string_view location, Notice notice) {
    auto response = http::Response::redirect(location, 303);
    if (notice == Notice::none) return response;
    http::Cookie cookie{std::string(notice_cookie), std::string(name_of(notice))};
    cookie.max_age = std::chrono::minutes(5);
    response.add("Set-Cookie", http::set_cookie(cookie, request.secure));
    return response;
}

http::Response sign_in_first(const http::Request& request) {
    const auto back = request.method == http::Method::post ? page_before(request) : local_path(request.target);
    return http::Response::redirect("/sign-in?return_to=" + percent_encode(back), 303);
}

}  // namespace collegium::web
