// The template engine of the pages. Templates are compiled in and parsed once; a page's template stands in
// the frame of layout.mustache, and "{{> name}}" takes in another file, when loading. The comment at the top
// of each template lists its view data. Knows nothing of requests or of the domain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/result.hpp"
#include "http/response.hpp"

namespace collegium::web {

enum class Page {
    about,
    agreement,
    board,
    consent,
    consent_code,
    error,
    home,
    library,
    mentorships,
    profile,
    proposal,
    proposal_new,
    resource,
    resource_edit,
    settings_profile,
    share,
    sign_in,
    start,
    status,
    tag,
};
// The name of its template.
const char* name_of(Page page);
const std::vector<Page>& all_pages();

// Parses everything; a fault is a bug of a template and named by file. render() does it at its first call;
// the program calls it at start, so that a fault cannot wait.
Result<void> load_pages();

// The HTML of a page. Rules for the view:
// - null, false, "", [] and {} are alike: their section is left out, their variable is empty;
// - a number is shown as written;
// - beside each list "xs" the template finds "has_xs";
// - a name that an item of a list lacks is looked for around it: give items all their names.
// Everything is escaped but what the templates mark as sanitised HTML.
std::string render(Page page, const json::Value& view);

// The same as an answer that only the asking browser may keep.
http::Response respond(Page page, const json::Value& view, int status = 200);

// For a <script type="application/ld+json">: JSON in which no "<", ">" or "&" can end the element.
std::string json_for_script(const json::Value& document);

// The text of a template file of that name with all its partials in place. Errors: internal.
Result<std::string> assemble(std::string_view name, std::string_view content);

}  // namespace collegium::web
