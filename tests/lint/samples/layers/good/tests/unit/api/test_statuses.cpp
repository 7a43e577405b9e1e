#include "support/builders.hpp"
#include "web/pages.hpp"
