<?php
// At the end of the theme's functions.php, or in a plugin.
add_action( 'wp_footer', function () { ?>
  <script type="module" src="https://help.example.com/widget/support-ticket-widget.js"></script>
  <support-ticket-widget endpoint="https://help.example.com/api/v1/create_support_ticket">
    <a href="mailto:help@example.com">Help</a>
  </support-ticket-widget>
<?php } );
