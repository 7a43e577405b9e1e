// The form of a resource, in both directions: what it says becomes a record, and a record fills it in. What the
// form does not ask for stays in the record as it is.
#pragma once

#include <optional>
#include <string>

#include "as2/learning_resource.hpp"
#include "config/config.hpp"
#include "core/json.hpp"
#include "domain/timelines.hpp"
#include "web/form.hpp"

namespace collegium::web {

enum class HasFile { no, yes };

// Writes what the form says into the record; faults go to the form.
void read_resource(Form& form, HasFile file, as2::LearningResource& record);
// `source`: the description as it was typed.
Form resource_form(const as2::LearningResource& record, const std::string& source, const std::string& author_uri);
// The members "form" and "open" of the view, and "errors".
void show_resource_form(json::Value& view, const config::Config& config, const Form& form);

// "PT1H30M" as 90; nullopt for what is not in hours and minutes.
std::optional<std::int64_t> minutes_in(std::string_view duration);

}  // namespace collegium::web
