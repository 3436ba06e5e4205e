import "support-ticket-widget";
