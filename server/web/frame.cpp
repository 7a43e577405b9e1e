#include "web/frame.hpp"

#include <array>

#include <fmt/format.h>

#include "web/assets.hpp"
#include "web/pages.hpp"

namespace collegium::web {
namespace {

json::Value site_view(const config::Config& config, const std::vector<Partner>& partners) {
    auto list = json::Value::array();
    for (const auto& partner : partners) list.push(json::Value::object({{"name", partner.name}, {"url", partner.url}}));
    const auto& instance = config.instance;
    return json::Value::object({{"name", instance.name},
                                {"description", instance.description},
                                {"domain", instance.domain},
                                {"contact", instance.contact_email},
                                {"css", asset_url("site.css")},
                                {"icon", asset_url("favicon.svg")},
                                {"version", COLLEGIUM_VERSION},
                                {"source_url", instance.source_url},
                                {"partners", std::move(list)}});
}

json::Value head_view(const Head& head) {
    return json::Value::object({{"description", head.description},
                                {"canonical", head.canonical},
                                {"robots", head.robots},
                                {"creator", head.creator},
                                {"image", head.image},
                                {"image_alt", head.image_alt},
                                {"og_type", head.og_type},
                                {"activity", head.activity},
                                {"record", head.record},
                                {"json_ld", head.json_ld}});
}

json::Value viewer_view(const std::optional<Viewer>& viewer) {
    if (!viewer) return false;
    return json::Value::object({{"name", viewer->name},
                                {"handle", viewer->handle},
                                {"avatar", viewer->avatar},
                                {"url", viewer->url},
                                {"waiting", viewer->waiting > 0 ? std::to_string(viewer->waiting) : ""}});
}

json::Value place_view(Place place) {
    return json::Value::object({{"home", place == Place::home},
                                {"library", place == Place::library},
                                {"mentoring", place == Place::mentoring},
                                {"share", place == Place::share},
                                {"mentorships", place == Place::mentorships},
                                {"account", place == Place::account}});
}

struct Calendar {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<std::chrono::milliseconds> clock;
};

Calendar calendar_of(Timestamp time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss<std::chrono::milliseconds>(time - day)};
}

std::string day_text(Timestamp time, Timestamp now) {
    constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto date = calendar_of(time).date;
    auto text = fmt::format("{} {}", unsigned(date.day()), months.at(unsigned(date.month()) - 1));
    if (date.year() != calendar_of(now).date.year()) text += fmt::format(" {}", int(date.year()));
    return text;
}

}  // namespace

json::Value view_of(const config::Config& config, const Frame& frame) {
    return json::Value::object(
        {{"lang", frame.language},
         {"rtl", frame.direction == Direction::right_to_left},
         {"title", frame.title},
         {"head", head_view(frame.head)},
         {"site", site_view(config, frame.partners)},
         {"here", place_view(frame.place)},
         {"me", viewer_view(frame.viewer)},
         {"csrf", frame.csrf},
         {"flash", json::Value::object({{"text", frame.flash.text}, {"good", frame.flash.tone == Tone::good}})}});
}

json::Value field_view(std::string_view name, std::string_view value, std::string_view error) {
    return json::Value::object({{"name", name}, {"value", value}, {"error", error}});
}

json::Value select_view(std::string_view name, const std::vector<Option>& options, std::string_view selected,
                        std::string_view error) {
    auto list = json::Value::array();
    for (const auto& option : options) {
        list.push(json::Value::object(
            {{"value", option.value}, {"label", option.label}, {"selected", option.value == selected}}));
    }
    return json::Value::object({{"name", name}, {"error", error}, {"options", std::move(list)}});
}

json::Value date_view(Timestamp time, Timestamp now) {
    return json::Value::object({{"iso", format_rfc3339(time)}, {"text", day_text(time, now)}});
}

json::Value moment_view(Timestamp time, Timestamp now) {
    const auto clock = calendar_of(time).clock;
    return json::Value::object({{"iso", format_rfc3339(time)},
                                {"text", fmt::format("{}, {:02}:{:02}", day_text(time, now), clock.hours().count(),
                                                     clock.minutes().count())}});
}

std::string error_page(const config::Config& config, int status, std::string_view heading, std::string_view message) {
    Frame frame;
    frame.title = heading;
    frame.head.robots = "noindex";
    auto view = view_of(config, frame);
    view.set("status", std::to_string(status));
    view.set("heading", heading);
    view.set("message", message);
    view.set("hint",
             status == 404 || status == 410 ? "Perhaps the library or the mentoring board has what you look for." : "");
    view.set("sign_in", status == 401 ? "/sign-in" : "");
    view.set("request_id", "");
    return render(Page::error, view);
}

}  // namespace collegium::web
