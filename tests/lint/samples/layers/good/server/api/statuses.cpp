#include "api/statuses.hpp"

#include <string>
#include <boost/url.hpp>

#include "core/json.hpp"
#include "domain/posts.hpp"
// #include "web/pages.hpp"
