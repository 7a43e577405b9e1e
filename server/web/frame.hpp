// What every page needs around its own content: the instance, who is looking, where in the navigation we
// are, and what search engines and other servers read in the head. Handlers fill a Frame, take its view and
// add their own names to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "core/json.hpp"
#include "core/time.hpp"

namespace collegium::web {

enum class Place { none, home, library, mentoring, share, mentorships, account };
enum class Tone { neutral, good };
enum class Direction { left_to_right, right_to_left };

struct Viewer {
    std::string name;
    std::string handle;  // "@user@host"
    std::string avatar;
    std::string url;
    int waiting = 0;  // mentorships that wait for this person's answer
};

struct Head {
    std::string description;
    std::string canonical;
    std::string robots;   // "noindex"
    std::string creator;  // "@user@host"
    std::string image;
    std::string image_alt;
    std::string og_type;   // "article", "profile"
    std::string activity;  // address of the ActivityPub form
    std::string record;    // address of the JSON-LD form
    std::string json_ld;   // of json_for_script()
};

struct Partner {
    std::string name;
    std::string url;
};

struct Flash {
    std::string text;
    Tone tone = Tone::neutral;
};

struct Frame {
    std::string title;
    std::string language = "en";
    Direction direction = Direction::left_to_right;
    Place place = Place::none;
    std::optional<Viewer> viewer;  // none: a stranger
    std::string csrf;
    Flash flash;
    Head head;
    std::vector<Partner> partners;
};

json::Value view_of(const config::Config& config, const Frame& frame);

// Parts that many views have.
struct Option {
    std::string value;
    std::string label;
};
// {name, value, error} of a form's field.
json::Value field_view(std::string_view name, std::string_view value, std::string_view error = {});
// {name, error, options} of a select element.
json::Value select_view(std::string_view name, const std::vector<Option>& options, std::string_view selected,
                        std::string_view error = {});
// {iso, text}: "18 Nov", or "18 Nov 2025" when it is not of this year.
json::Value date_view(Timestamp time, Timestamp now);
// {iso, text}: "18 Nov, 15:30" (UTC).
json::Value moment_view(Timestamp time, Timestamp now);

// The page for an error, in the instance's look.
std::string error_page(const config::Config& config, int status, std::string_view heading, std::string_view message);

}  // namespace collegium::web
