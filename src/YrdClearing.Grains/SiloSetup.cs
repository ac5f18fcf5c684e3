using System.Net;
using System.Net.Sockets;
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
    private static readonly TimeSpan IdleAggregateAge = TimeSpan.FromMinutes(2);

    /// <summary>Prepares the data for a silo: process tables, the key of personal hashes, the committer.</summary>
    public static async Task<ClearingServices> PrepareAsync(
        StoreOptions options, JournalStore store, TimeProvider clock, CancellationToken cancellation)
    {
        await Grains.ProcessStorage.PrepareAsync(options, cancellation);
        var key = await store.MetaAsync(PersonalKeyName, cancellation);
        if (key is null)
        {
            key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PersonalKeyBytes));
            await store.SetMetaAsync(PersonalKeyName, key, cancellation);
        }
        return new(store, new Committer(store), clock, new PersonalHash(Convert.FromHexString(key)));
    }

    /// <summary>One silo on one machine: localhost clustering on free ports, so that several run side by side.</summary>
    public static ISiloBuilder AddClearing(this ISiloBuilder silo, StoreOptions options, ClearingServices services)
    {
        var (invariant, connectionString) = Grains.ProcessStorage.Of(options);
        silo.UseLocalhostClustering(FreePort(), FreePort());
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
            o.CollectionQuantum = IdleAggregateAge / 2;
        });
        silo.Services.AddSingleton(services);
        silo.Services.AddSingleton<INetwork, GrainNetwork>();
        silo.Services.AddSingleton<Dispatcher>();
        silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(IsOurs, DomainJson.Options));
        silo.Services.Configure<ExceptionSerializationOptions>(o => o.SupportedNamespacePrefixes.Add(OurNamespace));
        return silo;
    }

    /// <summary>
    /// Wakes every book, so that messages left over from before go on, and waits until none is pending. A message that cannot be applied
    /// does not keep the network from starting: its book has raised the alarm and lists it.
    /// </summary>
    public static async Task ResumeAsync(INetwork network, JournalStore store, CancellationToken cancellation)
    {
        var books = await store.BooksAsync(cancellation);
        int pending;
        do
        {
            var counts = await Task.WhenAll(books.Select(book => network.FlushAsync(book, null)));
            pending = counts.Sum();
        }
        while (pending > 0);
    }

    /// <summary>Records of the domain and the journal; their exceptions travel as Orleans writes exceptions, which JSON cannot.</summary>
    private static bool IsOurs(Type type) =>
        !type.IsAssignableTo(typeof(Exception))
        && type.Namespace is { } name
        && (name.StartsWith(OurNamespace + ".Domain", StringComparison.Ordinal)
            || name.StartsWith(OurNamespace + ".Journal", StringComparison.Ordinal));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
