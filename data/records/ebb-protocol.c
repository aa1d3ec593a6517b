/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol.h"

#include "ebb-json-read.h"
#include "ebb-json-scan.h"
#include "ebb-protocol-read.h"
#include "ebb-resources.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More than 80 % of LOP needs a reason for this patient, so no protocol may default to it. */
#define PERCENT_MIN 10
#define PERCENT_MAX 80

G_DEFINE_QUARK (ebb - protocol - error - quark, ebb_protocol_error)

void
ebb_protocol_free (EbbProtocol *protocol)
{
  if (protocol == NULL)
    return;
  g_free (protocol->id);
  g_free (protocol->name);
  g_free (protocol->source);
  g_free (protocol->status);
  g_free (protocol->exercise_id);
  g_free (protocol->json);
  g_free (protocol->reference);
  g_free (protocol->pressure.option);
  g_free (protocol->frequency.text);
  for (guint i = 0; i < EBB_VALUE_COUNT; i++)
    g_free (protocol->values[i].source);
  g_free (protocol);
}

EbbProtocol *
ebb_protocol_copy (const EbbProtocol *protocol)
{
  EbbProtocol *copy = g_new (EbbProtocol, 1);

  *copy = *protocol;
  copy->id = g_strdup (protocol->id);
  copy->name = g_strdup (protocol->name);
  copy->source = g_strdup (protocol->source);
  copy->status = g_strdup (protocol->status);
  copy->exercise_id = g_strdup (protocol->exercise_id);
  copy->json = g_strdup (protocol->json);
  copy->reference = g_strdup (protocol->reference);
  copy->pressure.option = g_strdup (protocol->pressure.option);
  copy->frequency.text = g_strdup (protocol->frequency.text);
  for (guint i = 0; i < EBB_VALUE_COUNT; i++)
    copy->values[i].source = g_strdup (protocol->values[i].source);
  return copy;
}

static int
protocol_format (const char *text)
{
  return g_str_equal (text, "ebb-protocol") ? 0 : -1;
}

static void
read_identity (EbbJsonObject *root, EbbProtocol *protocol)
{
  ebb_json_read_word (root, "format", protocol_format, "\"ebb-protocol\"");
  protocol->format_version = (guint) ebb_json_read_int (root, "format_version", 1, 2);
  protocol->id = ebb_json_read_id (root, "id");
  protocol->name = ebb_json_read_text (root, "name", 100);
  protocol->version = (guint) ebb_json_read_int (root, "version", 1, 9999);
  protocol->source = ebb_json_read_text (root, "source", 500);
  protocol->status = ebb_json_read_text (root, "status", 500);
  protocol->exercise_id = ebb_json_read_id (root, "exercise");
}

static void
read_sets_1 (EbbJsonObject *root, EbbProtocol *protocol)
{
  protocol->n_sets = ebb_json_read_array (root, "sets", EBB_SETS_MAX);
  protocol->sets_min = (guint) ebb_json_read_int (root, "sets_min", 1, MAX (protocol->n_sets, 1));

  for (guint i = 0; i < protocol->n_sets; i++) {
    EbbJsonObject set;

    if (!ebb_json_read_array_object (root, "sets", i, &set))
      return;
    protocol->sets[i].reps_max = (guint) ebb_json_read_int (&set, "reps_max", 1, EBB_REPS_MAX);
    protocol->sets[i].reps_min =
        (guint) ebb_json_read_int (&set, "reps_min", 1, protocol->sets[i].reps_max);
    ebb_json_end (&set);
  }
}

/* The other patterns came with version 2. */
static int
pattern_1_from_string (const char *text)
{
  int pattern = ebb_pattern_from_string (text);

  return pattern <= EBB_PATTERN_INTERMITTENT ? pattern : -1;
}

static void
read_pressure_1 (EbbJsonObject *root, EbbProtocol *protocol)
{
  protocol->pattern = (EbbPattern) ebb_json_read_word (root, "pattern", pattern_1_from_string,
                                                       "\"continuous\", \"intermittent\"");
  protocol->rest_s = (guint) ebb_json_read_int (root, "rest_s", 0, EBB_REST_MAX_S);
  ebb_protocol_read_longest (root, protocol);
  if (ebb_json_has (root, "percent_lop_default"))
    protocol->percent_lop_default =
        ebb_json_read_double (root, "percent_lop_default", PERCENT_MIN, PERCENT_MAX);
}

static void
read_version_1 (EbbJsonObject *root, EbbProtocol *protocol)
{
  read_sets_1 (root, protocol);
  ebb_protocol_read_tempo (root, &protocol->tempo);
  read_pressure_1 (root, protocol);
  protocol->pressure.value = protocol->percent_lop_default;
}

void
ebb_protocol_fault_clear (EbbProtocolFault *fault)
{
  g_clear_pointer (&fault->field, g_free);
  g_clear_pointer (&fault->value, g_free);
  g_clear_pointer (&fault->allowed, g_free);
}

EbbProtocol *
ebb_protocol_parse_telling (const char *name, const char *text, gssize length,
                            EbbProtocolFault *fault, GError **error)
{
  g_autoptr (EbbProtocol) protocol = g_new0 (EbbProtocol, 1);
  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;
  EbbJsonFile file;
  EbbJsonObject root;

  if (ebb_json_file_open (&file, name, text, n_bytes, &root)) {
    read_identity (&root, protocol);
    if (protocol->format_version == 2)
      ebb_protocol_read_version_2 (&root, protocol);
    else
      read_version_1 (&root, protocol);
    ebb_json_end (&root);
    protocol->json = g_strndup (text, n_bytes);
  }

  if (file.error != NULL) {
    g_propagate_error (error, g_steal_pointer (&file.error));
    g_clear_pointer (&protocol, ebb_protocol_free);
    fault->field = g_steal_pointer (&file.field);
    fault->value = g_steal_pointer (&file.value);
    fault->allowed = g_steal_pointer (&file.allowed);
  }
  ebb_json_file_clear (&file);
  return g_steal_pointer (&protocol);
}

EbbProtocol *
ebb_protocol_parse (const char *name, const char *text, gssize length, GError **error)
{
  g_auto (EbbProtocolFault) fault = { 0 };

  return ebb_protocol_parse_telling (name, text, length, &fault, error);
}

/* At most one byte more than is allowed: enough for the message, whatever the file is. */
static GBytes *
read_bounded (const char *path, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (EBB_JSON_SIZE_MAX + 1);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gsize n_bytes = 0;
  gssize got = fd < 0 ? -1 : 1;

  while (got > 0 && n_bytes <= EBB_JSON_SIZE_MAX) {
    got = read (fd, bytes + n_bytes, EBB_JSON_SIZE_MAX + 1 - n_bytes);
    n_bytes += got > 0 ? (gsize) got : 0;
  }

  if (got < 0)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path,
                 g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return got < 0 ? NULL : g_bytes_new (bytes, n_bytes);
}

static gboolean
check_size (const char *path, GError **error)
{
  struct stat status;

  if (stat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size <= EBB_JSON_SIZE_MAX)
    return TRUE;

  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_SYNTAX,
               _ ("%s: the file has %" PRId64 " bytes, at most %d are allowed"), path,
               (gint64) status.st_size, EBB_JSON_SIZE_MAX);
  return FALSE;
}

EbbProtocol *
ebb_protocol_load_file (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = check_size (path, error) ? read_bounded (path, error) : NULL;
  const char *text;
  gsize n_bytes = 0;

  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &n_bytes);
  return ebb_protocol_parse (path, text != NULL ? text : "", (gssize) n_bytes, error);
}

gboolean
ebb_protocol_is_counted (const EbbProtocol *protocol)
{
  for (guint i = 0; i < protocol->n_sets; i++)
    if (protocol->sets[i].kind != EBB_SET_COUNTED)
      return FALSE;
  return !protocol->home && protocol->pattern <= EBB_PATTERN_INTERMITTENT
         && protocol->pressure.basis == EBB_BASIS_PERCENT_LOP;
}
