package org.modelassay.model.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;
import org.modelassay.model.hub.HubClient.Listing;
import org.modelassay.model.hub.HubClient.Patience;

/**
 * Finds models of the Hugging Face hub on this machine, in the cache that {@code huggingface_hub}
 * keeps, and downloads them into it when that is allowed.
 *
 * <p>What is here is taken as it is and no request is made: a branch is asked for anew by nobody,
 * so a build does not change under a team. Downloads go on where they ended, are checked by digest,
 * and a snapshot gets its names only when all of its files are here.
 *
 * <p>Honours {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code XDG_CACHE_HOME}, {@code HF_ENDPOINT},
 * {@code HF_TOKEN}, {@code HF_TOKEN_PATH} and {@code HF_HUB_OFFLINE}.
 */
public final class Hub {
  private final HubSettings settings;
  private final boolean download;
  private final DownloadProgress progress;
  private final Patience patience;

  /**
   * A hub.
   *
   * @param environment the environment variables
   * @param download whether what is missing may be downloaded
   * @param progress told how far a download is
   */
  public Hub(Map<String, String> environment, boolean download, DownloadProgress progress) {
    this(environment, download, progress, Patience.USUAL);
  }

  Hub(
      Map<String, String> environment,
      boolean download,
      DownloadProgress progress,
      Patience patience) {
    this.settings = new HubSettings(environment);
    this.download = download;
    this.progress = progress;
    this.patience = patience;
  }

  /**
   * Finds a model, or downloads it.
   *
   * @throws AssayException when it is not here and may not or cannot be downloaded; names what was
   *     looked for and the remedy
   */
  public HubModel resolve(HubReference reference) {
    var cache = new HubCache(settings.cache(), reference);
    HubCache.Local local = cache.look();
    if (local.model() != null) {
      return local.model();
    }
    if (!download || settings.offline()) {
      throw notHere(reference, local.lacking());
    }
    try {
      return cache.alone(
          () -> {
            // Another may have downloaded it while this one waited.
            HubModel here = cache.look().model();
            return here != null ? here : download(reference, cache);
          });
    } catch (IOException e) {
      throw new AssayException(
          reference
              + ": the hub cache "
              + settings.cache()
              + " cannot be used: "
              + AtomicFile.reason(e)
              + "; see that it may be written to, or name another by HF_HUB_CACHE",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssayException(
          reference + ": the download was interrupted; what has come is kept, run again", e);
    }
  }

  private AssayException notHere(HubReference reference, String lacking) {
    String command = "hf download " + reference.repository();
    if (!reference.file().isEmpty()) {
      command += " " + reference.file();
    }
    return new AssayException(
        reference
            + " cannot be taken from the local hub cache: "
            + lacking
            + ". Download it by '"
            + command
            + " --revision "
            + reference.revision()
            + "' (huggingface-cli in older versions)"
            + (download
                ? "; HF_HUB_OFFLINE is set, so it was not downloaded here"
                : " or allow it here by -Dassay.download=true")
            + ". HF_HUB_CACHE or HF_HOME name another cache.");
  }

  private HubModel download(HubReference reference, HubCache cache)
      throws IOException, InterruptedException {
    var client = new HubClient(reference, settings.endpoint(), settings.token(), patience);
    Listing listing = client.list();
    NeededFiles wanted = NeededFiles.of(listing.files().keySet(), reference.file());
    if (!wanted.objection().isEmpty()) {
      throw new AssayException(
          reference
              + ": the repository at "
              + settings.endpoint()
              + "/"
              + reference.repository()
              + " "
              + wanted.objection());
    }
    var download = new Download(reference, cache, client, listing);
    var names = new TreeSet<>(wanted.names());
    if (names.contains(NeededFiles.INDEX)) {
      // Only the index knows which of the repository's weights are the model's.
      download.fetch(List.of(NeededFiles.INDEX));
      names.addAll(download.shards());
    }
    download.fetch(names);
    download.link(names);
    // All names may be there by another download's means, and yet no model: never return that.
    HubCache.Local local = cache.look();
    if (local.model() == null) {
      throw new AssayException(reference + " was downloaded, and yet " + local.lacking());
    }
    return local.model();
  }

  /** One download of one model. */
  private final class Download {
    private final HubReference reference;
    private final HubCache cache;
    private final HubClient client;
    private final Listing listing;

    Download(HubReference reference, HubCache cache, HubClient client, Listing listing) {
      this.reference = reference;
      this.cache = cache;
      this.client = client;
      this.listing = listing;
    }

    /** Brings the blobs of files that are not here. */
    void fetch(Collection<String> names) throws IOException, InterruptedException {
      var missing = new ArrayList<RemoteFile>();
      long total = 0;
      long left = 0;
      for (String name : names) {
        RemoteFile file = listing.file(name);
        if (!cache.has(listing.commit(), file)) {
          missing.add(file);
          // Saturates: what a server claims may not overflow into a small number.
          total = saturated(total, file.size());
          left = saturated(left, file.size() - arrived(file));
        }
      }
      cache.makeRoom(left);
      long before = 0;
      for (RemoteFile file : missing) {
        fetch(file, before, total);
        before += file.size();
      }
    }

    private long saturated(long a, long b) {
      return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private long arrived(RemoteFile file) throws IOException {
      Path incomplete = cache.incomplete(file);
      return Files.exists(incomplete) ? Math.min(Files.size(incomplete), file.size()) : 0;
    }

    private void fetch(RemoteFile file, long before, long total)
        throws IOException, InterruptedException {
      Path incomplete = cache.incomplete(file);
      var told = new long[] {-1};
      client.fetch(
          listing.commit(),
          file,
          incomplete,
          at -> {
            if (at >> 20 != told[0] || at == file.size()) {
              told[0] = at >> 20;
              progress.step(new DownloadProgress.Step(reference, file.name(), before + at, total));
            }
          });
      // Of what lies on the disk, not of what went by: that is what will be read.
      String digest = file.digest(incomplete);
      if (!digest.equals(file.digest())) {
        Files.delete(incomplete);
        throw new AssayException(
            reference
                + ": "
                + file.name()
                + " came with digest "
                + digest
                + ", the hub lists "
                + file.digest()
                + "; it was removed. Run again, and if it stays so see that no proxy changes what "
                + settings.endpoint()
                + " sends");
      }
      Files.move(incomplete, cache.blob(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The shards that the index names. */
    SortedSet<String> shards() throws IOException {
      return NeededFiles.shards(cache.place(listing.commit(), listing.file(NeededFiles.INDEX)));
    }

    /** Gives all blobs their names, the one that makes it a model last, and then the revision. */
    void link(Collection<String> names) throws IOException {
      List<String> order =
          names.stream().sorted(Comparator.comparing(NeededFiles::isConfiguration)).toList();
      for (String name : order) {
        cache.link(listing.commit(), listing.file(name));
      }
      cache.keepRef(listing.commit());
    }
  }
}
