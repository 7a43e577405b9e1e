// Checks JSON against the entities of mastodon-api.md section 4: every member that has to be there, of its type,
// null only where that is allowed, dates in their one form, and nothing that the entity does not have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"

namespace collegium::api::test {

// What is wrong, each with its path ("account.fields[0].value: ..."); empty when all is well.
std::vector<std::string> faults_of(const json::Value& value, std::string_view entity);

}  // namespace collegium::api::test

#define EXPECT_ENTITY(value, entity) EXPECT_THAT(collegium::api::test::faults_of(value, entity), ::testing::IsEmpty())
