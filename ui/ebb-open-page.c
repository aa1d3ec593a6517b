/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-open-page.h"

#include "ebb-store.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define WIDTH_PX  720
#define HEIGHT_PX 540

typedef struct {
  int code; /* EbbStoreError */
  const char *title, *what_to_do;
} Trouble;

static const Trouble troubles[] = {
  { EBB_STORE_ERROR_IN_USE, N_ ("Ebb is already open on these records"),
    N_ ("Go on in the window that is open, or close it first. Two programs never write the same "
        "records.") },
  { EBB_STORE_ERROR_DAMAGED, N_ ("The records are damaged"),
    N_ ("Nothing has been changed. Do not treat with Ebb on this PC. Bring back the last backup "
        "copy of the data folder, and keep the damaged file for whoever looks after the PC.") },
  { EBB_STORE_ERROR_FOREIGN, N_ ("These are not records of Ebb"),
    N_ ("Nothing has been changed. Another program's database lies where Ebb keeps its records. "
        "Move it away, or start Ebb with another folder (--data-dir).") },
  { EBB_STORE_ERROR_NEWER, N_ ("The records are from a newer Ebb"),
    N_ ("Nothing has been changed. Update Ebb on this PC, then open it again.") },
  { EBB_STORE_ERROR_FULL, N_ ("There is no room for the records"),
    N_ ("Make room on the disk, then open Ebb again.") },
  { EBB_STORE_ERROR_READ_ONLY, N_ ("The records cannot be written"),
    N_ ("Check that you may write to the data folder and that its disk is not read-only, then open "
        "Ebb again.") },
};

static const Trouble other = { -1, N_ ("The records cannot be opened"),
                               N_ ("Check the data folder, then open Ebb again.") };

static const Trouble *
find_trouble (const GError *error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    if (g_error_matches (error, EBB_STORE_ERROR, troubles[i].code))
      return &troubles[i];
  return &other;
}

static GtkWidget *
make_failure (const GError *error)
{
  const Trouble *trouble = find_trouble (error);
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);
  g_autofree char *text = g_strdup_printf ("%s\n\n%s", _ (trouble->what_to_do), escaped);
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button = ebb_button_new (_ ("Close"), "touch", "pill", NULL);
  gtk_widget_add_css_class (page, "compact");
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ (trouble->title));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "window.close");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  return page;
}

static GtkWidget *
make_waiting (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *spinner = gtk_spinner_new ();
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_size_request (spinner, 48, 48);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("Opening the records…"));
  adw_status_page_set_child (ADW_STATUS_PAGE (page), spinner);
  return page;
}

GtkWindow *
ebb_open_window_new (GtkApplication *application, const GError *error)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = error ? make_failure (error) : make_waiting ();
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Ebb"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH_PX, HEIGHT_PX);
  return GTK_WINDOW (window);
}
