using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Resilience.Simulation;

/// <summary>Runs asynchronous code on one thread and on virtual time, so runs are repeatable.</summary>
internal sealed class EventLoop : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();

    public ManualTimeProvider Time { get; } = new();

    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    /// <summary>Starts the actors and advances time until the end, or until no work is left.</summary>
    public void Run(TimeSpan duration, params IEnumerable<Func<Task>> actors)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        try
        {
            var running = actors.Select(actor => actor()).ToList();
            do
            {
                while (_ready.TryDequeue(out var work))
                {
                    work.Callback(work.State);
                }
            }
            while (Time.Elapsed + Time.NextTimerDueIn <= duration && Time.AdvanceToNextTimer());

            foreach (var failed in running.Where(actor => actor.IsFaulted))
            {
                throw failed.Exception!.InnerException!;
            }
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }
}
