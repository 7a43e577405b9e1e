// How people are named and linked on pages. A member reads everybody's profile here, where they can be
// followed; a stranger is led to the profile at the person's own institution.
#pragma once

#include <string>

#include "core/json.hpp"
#include "storage/model/account.hpp"
#include "web/views/scene.hpp"

namespace collegium::web {

std::string name_of(const model::Account& account);
// "@user@host"
std::string handle_of(const Scene& scene, const model::Account& account);
std::string avatar_of(const Scene& scene, const model::Account& account);
// "/@ada" or "/@ada@other.example": the profile's address on this server.
std::string local_path_of(const model::Account& account);
// Where a link to this person leads.
std::string path_of(const Scene& scene, const model::Account& account);

// {name, handle, url, avatar}
json::Value author_view(const Scene& scene, const model::Account& account);
// {name, domain, local} of the institution
json::Value origin_view(const Scene& scene, const model::Account& account);
// Sets author and origin.
void add_person(json::Value& view, const Scene& scene, const model::Account& account);

}  // namespace collegium::web
