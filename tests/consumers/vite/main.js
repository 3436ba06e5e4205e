// Defines the element <support-ticket-widget>. The form stays a chunk of its
// own that is fetched when the visitor reaches for it.
import "support-ticket-widget";
