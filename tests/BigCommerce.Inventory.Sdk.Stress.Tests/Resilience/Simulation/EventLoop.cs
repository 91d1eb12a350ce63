using BigCommerce.Inventory.Testing;

namespace BigCommerce.Inventory.Tests.Resilience.Simulation;

/// <summary>Runs asynchronous code on one thread and virtual time: every run of the same code is the same.</summary>
internal sealed class EventLoop : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();

    public ManualTimeProvider Time { get; } = new();

    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    /// <summary>Starts the actors, and lets time pass until it is over or nothing is left to happen.</summary>
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
