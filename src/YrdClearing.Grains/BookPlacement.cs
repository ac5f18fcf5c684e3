using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace YrdClearing.Grains;

/// <summary>The grain is a book: it is placed where <see cref="BookPlaces"/> has it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PlacedAsBookAttribute() : PlacementAttribute(new BookPlacement());

/// <summary>The grain commits to one book: it is placed beside it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PlacedBesideBookAttribute() : PlacementAttribute(new BesideBookPlacement());

[GenerateSerializer, Immutable]
internal sealed class BookPlacement : PlacementStrategy;

[GenerateSerializer, Immutable]
internal sealed class BesideBookPlacement : PlacementStrategy;

/// <summary>Places a grain where a book belongs. Without a known book, or when its silo is away, the silo that asks takes it.</summary>
internal abstract class BookDirector(BookPlaces places) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(
            silos.Length > 1 && BookOf(target.GrainIdentity.Key.ToString()!) is { } book && places.Of(book) is { } place && silos.Contains(place)
                ? place
                : silos.Contains(context.LocalSilo) ? context.LocalSilo : silos[0]);
    }

    /// <summary>The book of a grain with this key.</summary>
    protected abstract string? BookOf(string key);
}

/// <summary>The book is the grain.</summary>
internal sealed class BookPlacementDirector(BookPlaces places) : BookDirector(places)
{
    protected override string BookOf(string key) => key;
}

/// <summary>The book is that to which the aggregate commits, as whoever calls it knows.</summary>
internal sealed class BesideBookDirector(BookPlaces places) : BookDirector(places)
{
    private readonly BookPlaces _places = places;

    protected override string? BookOf(string key) => _places.BookOf(key);
}
