// The sample data of `collegium demo`, as plain tables: invented people of two invented institutions, what they
// share, offer, say and agree. Everybody is named by user name, which is unique over both institutions; what
// holds several values is written "one|two". Knows nothing of how it gets into an instance.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/agreement_machine.hpp"
#include "storage/model/account.hpp"
#include "storage/model/learning.hpp"

namespace collegium::cli::sample {

enum class Side { north = 0, south = 1 };
inline constexpr std::array both_sides = {Side::north, Side::south};
constexpr Side other_side(Side side) {
    return side == Side::north ? Side::south : Side::north;
}

struct SampleInstitution {
    std::string_view host;  // without the port
    std::string_view name;
    std::string_view description;
    std::string_view mail_domain;
};
const SampleInstitution& institution(Side side);

struct SamplePerson {
    Side side;
    std::string_view username;
    std::string_view name;
    std::string_view bio;
    std::string_view teaches;
    std::string_view open_to;
    std::string_view languages;
    std::string_view follows;  // user names
    model::Role role = model::Role::member;
};
std::span<const SamplePerson> people();
Side side_of(std::string_view username);

struct SampleFile {
    std::string_view name;
    std::string_view description;
    std::string_view text;  // one line each
};

struct SampleResource {
    std::string_view author;
    std::string_view title;
    std::string_view kind;
    std::string_view description = "";
    std::string_view work_url = "";
    SampleFile file = {};
    std::string_view license = "";  // short: "by", "by-sa", "by-nc", "zero", "source"
    std::string_view version = "1.0";
    std::string_view version_note = "";
    std::string_view former_version = "";  // published first, then replaced
    std::string_view languages = "en";
    std::string_view subjects = "";
    std::string_view levels = "";
    std::string_view ages = "";
    std::string_view time = "";  // ISO 8601
    std::string_view uses = "instruction";
    std::string_view audience = "teacher";
    std::string_view keywords = "";
    std::string_view more_creators = "";
    std::string_view media_form = "";
    std::string_view disclosure_kind = "";
    std::string_view disclosure_party = "";
    std::string_view disclosure_note = "";
    std::string_view evidence = "";
    std::string_view citations = "";
    std::string_view based_on = "";  // title|creator|licence, short
    std::string_view accessibility = "";
    std::string_view context_note = "";
    std::string_view status = "";
};
std::span<const SampleResource> resources_of_north();
std::span<const SampleResource> resources_of_south();

struct SampleProposal {
    std::string_view key;
    std::string_view author;
    model::Purpose purpose;
    std::string_view title;
    std::string_view content;
    int places = 1;
    std::string_view topics = "";
    std::string_view subjects = "";
    std::string_view levels = "";
    std::string_view formats = "video";
    std::string_view languages = "en";
    std::string_view windows = "weekday_evening";
    std::string_view time_zone = "America/Denver";
    std::string_view cadence = "weekly";
    int weeks = 10;
    std::string_view expectations = "";
};
std::span<const SampleProposal> proposals();

// Where a reply or a boost points to: a post's key, or the title of a resource.
struct SamplePost {
    std::string_view key;
    std::string_view author;
    std::string_view text;
    std::string_view reply_to = "";
    std::string_view boosts = "";      // user names
    std::string_view favourites = "";  // user names
};
std::span<const SamplePost> posts();

enum class Taker { proposer, responder };
struct SampleStep {
    Taker taker;
    domain::AgreementAction action;
    model::AgreementState result;  // on both servers, once it has arrived
    std::string_view note = "";
    std::string_view terms = "";  // a JSON object
};
struct SampleMentorship {
    std::string_view proposal;  // key
    std::string_view responder;
    std::string_view message;
    std::vector<SampleStep> steps;
};
const std::vector<SampleMentorship>& mentorships();

std::vector<std::string> parts(std::string_view list);

}  // namespace collegium::cli::sample
