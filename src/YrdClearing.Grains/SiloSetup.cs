using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Serialization;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Grains;

/// <summary>Wires one silo: its storage, its serialisation and the services its grains share.</summary>
public static class SiloSetup
{
    /// <summary>Name of the Orleans storage for process state.</summary>
    public const string ProcessStorage = "process";

    private const string OurNamespace = "YrdClearing";
    private const string PersonalKeyName = "personal-key";
    private const int PersonalKeyBytes = 32;

    /// <summary>A deadlines run of a large book takes minutes; a timeout is an unknown outcome, so it is generous.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(3);

    /// <summary>An idle aggregate leaves memory after this; it costs about 100 µs to come back.</summary>
    internal static readonly TimeSpan IdleAggregateAge = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan CollectionQuantum = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Grains whose silo is remembered, some 300 bytes each; of any other the directory is asked. Orleans would remember a million.
    /// </summary>
    private const int RememberedPlaces = 2 * LocalGrains.MaxAggregates;

    /// <summary>
    /// Rounds of <see cref="ResumeAsync"/>: what a message causes is a few messages deep, and what others send meanwhile is theirs.
    /// </summary>
    private const int MaxResumeRounds = 16;

    /// <summary>Prepares the data for a silo: process tables, the key of personal hashes, the committer.</summary>
    public static async Task<ClearingServices> PrepareAsync(
        StoreOptions options, JournalStore store, SiloEndpoint endpoint, TimeProvider clock, CancellationToken cancellation)
    {
        await Grains.ProcessStorage.PrepareAsync(options, endpoint, cancellation);
        // Two silos may start at once on new data: the first key that is written is everybody's.
        var key = await store.MetaAsync(PersonalKeyName, cancellation) ?? await store.AddMetaAsync(
            PersonalKeyName, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PersonalKeyBytes)), cancellation);
        return new(store, new Committer(store), clock, new PersonalHash(Convert.FromHexString(key)));
    }

    /// <summary>
    /// A silo of the database's cluster, or on a data folder one by itself (on free ports, so that several run side by side).
    /// </summary>
    public static ISiloBuilder AddClearing(
        this ISiloBuilder silo, StoreOptions options, SiloEndpoint endpoint, SiloRole role, ClearingServices services)
    {
        var (invariant, connectionString) = Grains.ProcessStorage.Of(options);
        if (options.Postgres is null)
        {
            ClusterSetup.Alone(silo, endpoint);
        }
        else
        {
            ClusterSetup.OfDatabase(silo, endpoint, invariant, connectionString);
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ExpelledMember>();
        }
        silo.AddAdoNetGrainStorage(ProcessStorage, storage =>
        {
            storage.Invariant = invariant;
            storage.ConnectionString = connectionString;
        });
        silo.Configure<MessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
        silo.Configure<GrainCollectionOptions>(o =>
        {
            o.CollectionAge = IdleAggregateAge;
            // Those that grew old within a quantum leave together, and others wait meanwhile: so it is short.
            o.CollectionQuantum = CollectionQuantum;
            // However many are touched within that time: LocalGrains has room for so many; this is for a machine that has less than that.
            o.EnableActivationSheddingOnMemoryPressure = true;
        });
        silo.Configure<GrainDirectoryOptions>(o => o.CacheSize = RememberedPlaces);
        silo.Services.AddSingleton(services);
        silo.Services.AddSingleton(new SiloDuty(role));
        silo.Services.AddSingleton<LocalGrains>();
        silo.Services.AddSingleton<ClockCheck>();
        silo.Services.AddSingleton<BookPlaces>();
        silo.Services.AddPlacementDirector<BookPlacement, BookPlacementDirector>();
        silo.Services.AddPlacementDirector<BesideBookPlacement, BesideBookDirector>();
        silo.Services.AddSingleton<INetwork, GrainNetwork>();
        silo.Services.AddSingleton<Dispatcher>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, BookWatch>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, BookGauges>();
        silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(IsOurs, DomainJson.Options));
        silo.Services.Configure<ExceptionSerializationOptions>(o =>
        {
            o.SupportedNamespacePrefixes.Add(OurNamespace);
            // Causes of ours, and what reads throw; SQLite's are among Microsoft's, which Orleans knows.
            o.SupportedNamespacePrefixes.Add("Npgsql");
        });
        return silo;
    }

    /// <summary>
    /// Wakes every book, so that messages left over from before go on, and waits until none of those is pending. A message that cannot be
    /// applied does not keep the network from starting: its book has raised the alarm and lists it.
    /// </summary>
    public static async Task ResumeAsync(INetwork network, JournalStore store, CancellationToken cancellation)
    {
        var books = await store.BooksAsync(cancellation);
        for (var round = 0; round < MaxResumeRounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var counts = await Task.WhenAll(books.Select(FlushAsync)).WaitAsync(cancellation);
            if (counts.Sum() == 0)
            {
                return;
            }
        }

        async Task<int> FlushAsync(string book)
        {
            try
            {
                return await network.FlushAsync(book, null);
            }
            catch (TimeoutException)
            {
                // So many that they take longer than a question: the next round asks again.
                return 1;
            }
        }
    }

    /// <summary>Records of the domain and the journal; their exceptions travel as Orleans writes exceptions, which JSON cannot.</summary>
    private static bool IsOurs(Type type) =>
        !type.IsAssignableTo(typeof(Exception))
        && type.Namespace is { } name
        && (name.StartsWith(OurNamespace + ".Domain", StringComparison.Ordinal)
            || name.StartsWith(OurNamespace + ".Journal", StringComparison.Ordinal));
}
