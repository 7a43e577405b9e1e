#include "web/pages.hpp"
#include "storage/sql/pool.hpp"
#include "../domain/posts.hpp"
#include <core/json.hpp>
#include "statuses.hpp"
