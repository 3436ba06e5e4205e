// The schema lets Angular accept a custom element.
import { Component, CUSTOM_ELEMENTS_SCHEMA } from "@angular/core";
import "support-ticket-widget";

@Component({
  selector: "app-help",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <support-ticket-widget
      endpoint="https://help.example.com/api/v1/create_support_ticket"
      (ticket-created)="created($event.detail.url)"
    >
      <a href="mailto:help@example.com">Help</a>
    </support-ticket-widget>
  `,
})
export class HelpComponent {
  created(url: string) {}
}
