using System.Security.Cryptography;
using System.Text;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Benchmarks.Peers;

/// <summary>A command as a peer takes it: read by the same strict reader, its body hashed as ours is.</summary>
internal sealed record PeerCall(Envelope Envelope)
{
    public Command Command => Envelope.Command;
    public string Id => Envelope.Id;
    public long At => Envelope.At.UnixMicroseconds;
    public DateOnly Day => Envelope.At.Day;
    public string Actor => Envelope.Actor.Text;
    public byte[] Hash { get; } = SHA256.HashData(Envelope.Body);

    /// <summary>The event's data: a peer keeps the command's own body, which costs it no second rendering.</summary>
    public string Body { get; } = Encoding.UTF8.GetString(Envelope.Body);

    public static PeerCall Read(ReadOnlyMemory<byte> command) =>
        CommandReader.Read(command.Span, defaultId: null, defaultAt: null).Envelope is { } envelope
            ? new(envelope)
            : throw new CommandRefusedException(Encoding.UTF8.GetString(command.Span));
}
