// Words that people read for the addresses and codes in learning resources: licences, LRMI kinds, languages,
// durations; and the lists that forms offer. English, as the fallback text of a federated post has to be in
// some language even where the reader's app knows none of our terms.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace collegium::as2 {

struct Label {
    std::string_view value, label;
};

constexpr std::string_view kind_scheme = "http://purl.org/dcx/lrmi-vocabs/learningResourceType/";
constexpr std::string_view use_scheme = "http://purl.org/dcx/lrmi-vocabs/educationalUse/";
constexpr std::string_view role_scheme = "http://purl.org/dcx/lrmi-vocabs/educationalAudienceRole/";

// What may be offered: addresses of licences, short names of kinds, uses and roles.
std::span<const Label> license_labels();
std::span<const Label> kind_labels();
std::span<const Label> use_labels();
std::span<const Label> role_labels();

// "CC BY-SA 4.0" for any version and spelling of a Creative Commons address; the address itself when unknown.
std::string license_label(std::string_view address);
// The address of a licence that is given as one, by its name ("CC BY-SA 4.0", SPDX's "CC-BY-SA-4.0"), or as one of our
// own words ("pln:licence-at-source"); "" for anything else.
std::string license_address(std::string_view written);
// Address and short name of a kind: "lessonPlan" and LRMI's address; ours are in our own namespace. What is
// neither stays as it is.
std::string kind_address(std::string_view name);
std::string kind_name(std::string_view address);
std::string kind_label(std::string_view name);
// "English" for "en" and "en-US"; the tag itself when unknown.
std::string language_label(std::string_view tag);
// "90 min", "2 h", "3 days" for an ISO 8601 duration; "" when it is none.
std::string duration_label(std::string_view duration);

}  // namespace collegium::as2
