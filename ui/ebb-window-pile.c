/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages lie in a pile above the lists: a box in which one child is visible.  Not a GtkStack: in GTK
 * 4.8 that never lets go of a child that was removed.
 */
#include "ebb-window-private.h"

#include "ebb-safe-page.h"
#include "ebb-stop-bar.h"

EbbPage *
ebb_window_get_top_page (EbbWindow *window)
{
  guint n = window->pages->len;
  return n > 0 ? g_ptr_array_index (window->pages, n - 1) : NULL;
}

static void
on_title_changed_cb (EbbPage *page, EbbWindow *window)
{
  ebb_window_update_header (window);
}

static void
follow_title (EbbWindow *window, EbbPage *page)
{
  if (window->shown == page)
    return;
  if (window->shown != NULL)
    g_clear_signal_handler (&window->title_id, window->shown);
  window->shown = page;
  if (page != NULL)
    window->title_id =
        g_signal_connect (page, "title-changed", G_CALLBACK (on_title_changed_cb), window);
}

static void
show_only (EbbWindow *window, GtkWidget *top)
{
  gtk_widget_set_visible (top, TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (window->pile); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == top);
}

/* Nothing has the focus while pages change: GTK 4.8 never lets go of a widget that was hidden with
 * it, and a stack would hand it on to the first button, for a key that is still held to press. */
static void
give_up_focus (EbbWindow *window)
{
  if (window->shown == NULL)
    g_set_weak_pointer (&window->lists_focus, gtk_window_get_focus (GTK_WINDOW (window)));
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
}

static void
take_focus (EbbWindow *window, EbbPage *page)
{
  GtkWidget *before = window->lists_focus;
  if (page != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (page));
  else if (before != NULL && gtk_widget_get_mapped (before))
    gtk_widget_grab_focus (before);
}

void
ebb_window_show_top (EbbWindow *window)
{
  EbbPage *page = window->looking_past ? NULL : ebb_window_get_top_page (window);
  gboolean other = window->shown != page;
  if (other)
    give_up_focus (window);
  follow_title (window, page);
  ebb_stop_bar_set_page_asks (EBB_STOP_BAR (window->stop_bar), page && EBB_IS_SAFE_PAGE (page));
  show_only (window, page ? GTK_WIDGET (page) : window->lists);
  if (other)
    take_focus (window, page);
  ebb_window_update_header (window);
  g_signal_emit_by_name (window, "top-changed");
}

void
ebb_window_open_page (EbbWindow *window, EbbPage *page)
{
  g_return_if_fail (EBB_IS_WINDOW (window));
  g_return_if_fail (EBB_IS_PAGE (page));
  gtk_box_append (GTK_BOX (window->pile), GTK_WIDGET (page));
  g_ptr_array_add (window->pages, page);
  window->looking_past = FALSE;
  ebb_window_show_top (window);
}

static gboolean
on_turn_cb (gpointer user)
{
  EbbWindow *window = user;
  window->dropped_id = 0;
  g_ptr_array_set_size (window->dropped, 0);
  return G_SOURCE_REMOVE;
}

/* The page may be in the middle of a call of its own: it goes when the main loop turns, or with the
 * window. */
static void
drop (EbbWindow *window, EbbPage *page)
{
  if (window->shown == page)
    follow_title (window, NULL);
  g_ptr_array_add (window->dropped, g_object_ref (page));
  gtk_box_remove (GTK_BOX (window->pile), GTK_WIDGET (page));
  if (window->dropped_id == 0)
    window->dropped_id = g_idle_add (on_turn_cb, window);
}

void
ebb_window_replace_page (EbbWindow *window, EbbPage *page)
{
  g_return_if_fail (EBB_IS_WINDOW (window));
  EbbPage *old = ebb_window_get_top_page (window);
  if (old != NULL)
    g_ptr_array_remove (window->pages, old);
  ebb_window_open_page (window, page);
  if (old != NULL)
    drop (window, old);
}

void
ebb_window_close_page (EbbWindow *window, EbbPage *page)
{
  g_return_if_fail (EBB_IS_WINDOW (window));
  if (!g_ptr_array_remove (window->pages, page))
    return;
  ebb_window_show_top (window);
  drop (window, page);
}

void
ebb_window_go_back (EbbWindow *window)
{
  EbbPage *page = ebb_window_get_top_page (window);
  if (window->looking_past)
    ebb_window_show_pages (window);
  else if (page != NULL && ebb_page_get_can_go_back (page) && ebb_page_leave (page))
    ebb_window_close_page (window, page);
}

static gboolean
session_is_open (EbbWindow *window)
{
  EbbSession *session = ebb_desk_get_session (window->desk);
  return session != NULL && !ebb_session_is_closed (session);
}

gboolean
ebb_window_show_lists (EbbWindow *window)
{
  EbbPage *page;
  while (!window->looking_past && (page = ebb_window_get_top_page (window)) != NULL) {
    if (!ebb_page_may_look_past (page))
      return FALSE;
    if (session_is_open (window)) {
      window->looking_past = TRUE;
      ebb_window_show_top (window);
    } else if (ebb_page_leave (page))
      ebb_window_close_page (window, page);
    else
      return FALSE;
  }
  return TRUE;
}

gboolean
ebb_window_show_pages (EbbWindow *window)
{
  window->looking_past = FALSE;
  ebb_window_show_top (window);
  return window->shown != NULL;
}
