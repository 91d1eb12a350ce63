using BigCommerce.Inventory.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BigCommerce.Inventory.AspNetCore.Tests;

public class RegistrationTests
{
    [Fact]
    public void Options_ConfigurationAndCode_CodeWins()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["BigCommerce:Inventory:Webhooks:ClientSecret"] = "from configuration",
            ["BigCommerce:Inventory:Webhooks:FurtherClientSecrets:0"] = "former",
            ["BigCommerce:Inventory:Webhooks:QueueCapacity"] = "7",
            ["BigCommerce:Inventory:Webhooks:BatchDelay"] = "00:00:03",
            ["BigCommerce:Inventory:Webhooks:MaxBatchSize"] = "11",
        });
        builder.Services.AddBigCommerceInventoryWebhooks(options => options.MaxBatchSize = 12);
        builder.Services.AddBigCommerceInventoryWebhooks();
        using var app = builder.Build() as IDisposable;

        var options = ((WebApplication)app).Services.GetRequiredService<IOptions<InventoryWebhookOptions>>().Value;

        Assert.Equal(
            ("from configuration", 7, TimeSpan.FromSeconds(3), 12),
            (options.ClientSecret, options.QueueCapacity, options.BatchDelay, options.MaxBatchSize));
        Assert.Equal(["former"], options.FurtherClientSecrets);
        Assert.Single(((WebApplication)app).Services.GetServices<IHostedService>(), service => service is WebhookProcessor);
    }

    [Fact]
    public async Task Options_Invalid_StopTheHostWithEveryError()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBigCommerceInventoryWebhooks(options =>
        {
            options.FurtherClientSecrets.Add(" ");
            options.Tolerance = TimeSpan.Zero;
            options.MaxBodyBytes = 1023;
            options.QueueCapacity = 0;
            options.BatchDelay = TimeSpan.FromMinutes(2);
            options.MaxBatchSize = 10_001;
            options.MaxConcurrency = 65;
            options.MaxAttempts = 0;
            options.RetryDelay = TimeSpan.FromHours(3);
            options.MaxRetryDelay = TimeSpan.FromHours(2);
        });
        await using var app = builder.Build();
        app.MapBigCommerceInventoryWebhooks("/hooks", static (_, _, _) => Task.CompletedTask);

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.Equal(
            [
                "BigCommerce:Inventory:Webhooks:ClientSecret is missing: give the client secret of the app that created the webhooks.",
                "BigCommerce:Inventory:Webhooks:FurtherClientSecrets must not contain an empty secret.",
                "BigCommerce:Inventory:Webhooks:Tolerance takes 1 second to 1 day.",
                "BigCommerce:Inventory:Webhooks:MaxBodyBytes takes 1,024 to 16,777,216.",
                "BigCommerce:Inventory:Webhooks:QueueCapacity takes 1 to 1,000,000.",
                "BigCommerce:Inventory:Webhooks:BatchDelay takes 0 to 1 minute.",
                "BigCommerce:Inventory:Webhooks:MaxBatchSize takes 1 to 10,000.",
                "BigCommerce:Inventory:Webhooks:MaxConcurrency takes 1 to 64.",
                "BigCommerce:Inventory:Webhooks:MaxAttempts takes 1 to 10,000.",
                "BigCommerce:Inventory:Webhooks:RetryDelay takes 0 to MaxRetryDelay.",
                "BigCommerce:Inventory:Webhooks:MaxRetryDelay takes at most 1 hour.",
            ],
            exception.Failures);
    }

    [Fact]
    public void Map_ServicesMissing_SaysWhatToCall()
    {
        using var app = WebApplication.CreateSlimBuilder().Build() as IDisposable;

        Assert.Equal(
            "Call services.AddBigCommerceInventoryWebhooks() before MapBigCommerceInventoryWebhooks().",
            Assert.Throws<InvalidOperationException>(
                () => ((WebApplication)app).MapBigCommerceInventoryWebhooks("/hooks", static (_, _, _) => Task.CompletedTask)).Message);
    }

    [Fact]
    public void Map_HandlerMissing_SaysWhatToCall()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBigCommerceInventoryWebhooks();
        using var app = builder.Build() as IDisposable;

        Assert.Equal(
            "No IInventoryWebhookHandler is registered. Call services.AddBigCommerceInventoryWebhooks<THandler>(), or give the endpoint a handler.",
            Assert.Throws<InvalidOperationException>(() => ((WebApplication)app).MapBigCommerceInventoryWebhooks("/hooks")).Message);
    }

    [Fact]
    public void Deduplicator_RegisteredByTheApplication_IsKept()
    {
        var own = new WebhookDeduplicator();
        var services = new ServiceCollection();
        services.AddBigCommerceInventoryWebhooks();
        services.AddSingleton(own);
        services.AddBigCommerceInventoryWebhooks();
        using var provider = services.BuildServiceProvider();

        Assert.Same(own, provider.GetRequiredService<WebhookDeduplicator>());
    }
}
