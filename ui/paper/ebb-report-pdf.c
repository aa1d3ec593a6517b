/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paper sizes, and a report as a PDF file: whole or not at all.
 */
#include "ebb-report-draw.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define A4_WIDTH_PT      595.276
#define A4_HEIGHT_PT     841.89
#define LETTER_WIDTH_PT  612.0
#define LETTER_HEIGHT_PT 792.0

/* Letter is 279 mm high. */
#define LETTER_HEIGHT_MM 279

/* glibc answers a number in the place of a pointer. */
static gboolean
locale_uses_letter (void)
{
#ifdef _NL_PAPER_HEIGHT
  return GPOINTER_TO_INT (nl_langinfo (_NL_PAPER_HEIGHT)) == LETTER_HEIGHT_MM;
#else
  return FALSE;
#endif
}

gboolean
ebb_report_get_paper (const char *paper, double *width_pt, double *height_pt)
{
  gboolean letter =
      paper != NULL ? g_ascii_strcasecmp (paper, "letter") == 0 : locale_uses_letter ();
  if (paper != NULL && !letter && g_ascii_strcasecmp (paper, "a4") != 0)
    return FALSE;
  *width_pt = letter ? LETTER_WIDTH_PT : A4_WIDTH_PT;
  *height_pt = letter ? LETTER_HEIGHT_PT : A4_HEIGHT_PT;
  return TRUE;
}

/* Cairo asks to write; remembers the first errno. */
typedef struct {
  int fd;
  int saved_errno;
} Sink;

static cairo_status_t
write_some (void *closure, const unsigned char *data, unsigned length)
{
  Sink *sink = closure;
  while (length > 0) {
    gssize n_bytes = write (sink->fd, data, length);
    if (n_bytes < 0 && errno == EINTR)
      continue;
    if (n_bytes < 0) {
      sink->saved_errno = errno;
      return CAIRO_STATUS_WRITE_ERROR;
    }
    data += n_bytes;
    length -= (unsigned) n_bytes;
  }
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_pages (EbbReport *report, cairo_surface_t *surface)
{
  cairo_t *cr = cairo_create (surface);
  guint n_pages = ebb_report_get_n_pages (report);
  for (guint i = 0; i < n_pages; i++) {
    ebb_report_draw_page (report, cr, i);
    cairo_show_page (cr);
  }
  cairo_destroy (cr);
}

/* FALSE with sink->saved_errno set. */
static gboolean
write_pages (EbbReport *report, double width_pt, double height_pt, Sink *sink)
{
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (write_some, sink, width_pt, height_pt);
  g_autofree char *title = ebb_report_get_title (report);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Ebb " EBB_VERSION);
  draw_pages (report, surface);
  cairo_surface_finish (surface);
  cairo_status_t status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS && sink->saved_errno == 0)
    sink->saved_errno = status == CAIRO_STATUS_NO_MEMORY ? ENOMEM : EIO;
  return sink->saved_errno == 0;
}

/* Flushed and closed in every case; some disks tell only here that they are full. */
static gboolean
finish (Sink *sink, gboolean ok)
{
  if (ok && fsync (sink->fd) != 0)
    sink->saved_errno = errno;
  if (close (sink->fd) != 0 && sink->saved_errno == 0)
    sink->saved_errno = errno;
  return sink->saved_errno == 0;
}

/* A pipe or a device cannot be replaced, only written to.  0, or the errno. */
static int
write_straight (EbbReport *report, double width_pt, double height_pt, const char *path)
{
  Sink sink = { .fd = open (path, O_WRONLY | O_CLOEXEC) };
  if (sink.fd < 0)
    return errno;
  write_pages (report, width_pt, height_pt, &sink);
  if (close (sink.fd) != 0 && sink.saved_errno == 0)
    sink.saved_errno = errno;
  return sink.saved_errno;
}

/* 0, or the errno; then what stood there is as it was. */
static int
write_beside (EbbReport *report, double width_pt, double height_pt, const char *path)
{
  /* The page holds health data: only its owner may read it. */
  g_autofree char *part = g_strconcat (path, ".XXXXXX", NULL);
  Sink sink = { .fd = g_mkstemp_full (part, O_WRONLY | O_CLOEXEC, 0600) };
  if (sink.fd < 0)
    return errno;
  gboolean written = write_pages (report, width_pt, height_pt, &sink);
  if (finish (&sink, written) && g_rename (part, path) == 0)
    return 0;
  int saved_errno = sink.saved_errno != 0 ? sink.saved_errno : errno;
  g_unlink (part);
  return saved_errno;
}

static gboolean
write_report (EbbReport *report, double width_pt, double height_pt, const char *path,
              GError **error)
{
  GStatBuf status;
  gboolean special =
      g_stat (path, &status) == 0 && !S_ISREG (status.st_mode) && !S_ISDIR (status.st_mode);
  int saved_errno = special ? write_straight (report, width_pt, height_pt, path)
                            : write_beside (report, width_pt, height_pt, path);
  if (saved_errno == 0)
    return TRUE;
  g_autofree char *shown = g_filename_display_name (path);
  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (saved_errno),
               _ ("%s could not be written: %s. What was there is unchanged."), shown,
               g_strerror (saved_errno));
  return FALSE;
}

gboolean
ebb_report_write_pdf (EbbReportKind kind, const EbbSessionFile *file, const char *paper,
                      const char *path, GError **error)
{
  double width_pt, height_pt;
  if (!ebb_report_get_paper (paper, &width_pt, &height_pt)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                 _ ("Paper \"%s\" is not known: a4 or letter is allowed"), paper);
    return FALSE;
  }
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  g_autoptr (EbbReport) report = ebb_report_new (kind, file, summary, width_pt, height_pt);
  return write_report (report, width_pt, height_pt, path, error);
}
