#include "CDashboard.h"

// SwiftPM compiles C as gnu17 or older, where clang takes #embed as an extension.
#pragma clang diagnostic ignored "-Wc23-extensions"

// A new file of `assets` needs a line in each of the two lists.

static const unsigned char index_html[] = {
#embed "assets/index.html"
};
static const unsigned char app_css[] = {
#embed "assets/app.css"
};
static const unsigned char app_js[] = {
#embed "assets/app.js"
};
static const unsigned char openapi_json[] = {
#embed "assets/openapi.json"
};

static const struct page_asset assets[] = {
    {"index.html", "text/html; charset=utf-8", index_html, sizeof index_html},
    {"app.css", "text/css; charset=utf-8", app_css, sizeof app_css},
    {"app.js", "text/javascript; charset=utf-8", app_js, sizeof app_js},
    {"openapi.json", "application/json", openapi_json, sizeof openapi_json},
};

size_t page_asset_count(void) { return sizeof assets / sizeof assets[0]; }

struct page_asset page_asset_at(size_t index) { return assets[index]; }
